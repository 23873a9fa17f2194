/** Why Slack, or an admin there, does not let something be posted. Each stands in a sentence of core's or ours. */

/** By Slack's own name of the error. https://docs.slack.dev/reference/methods/files.completeUploadExternal#errors */
export const restrictions = {
  file_uploads_disabled: 'an admin has switched file uploads off in this workspace',
  file_uploads_except_images_disabled: 'an admin lets only pictures be uploaded in this workspace',
  file_upload_size_restricted: 'an admin lets only smaller files be uploaded in this workspace',
  file_type_not_allowed: 'an admin does not let files of this type be uploaded in this workspace',
  blocked_file_type: 'an admin does not let files of this type be uploaded in this workspace',
  storage_limit_reached: 'the file storage of this workspace is full',
  restricted_action: 'an admin has restricted who may post in this channel',
  not_in_channel: 'I am not in the channel any more',
  channel_not_found: 'I do not see the channel any more',
  is_archived: 'the channel is archived',
  is_inactive: 'the channel is archived',
  missing_scope: 'I was not given the right to upload files: an admin has to install me anew',
  no_permission: 'I was not given the right to upload files: an admin has to install me anew',
} as const;

export const uninstalled = 'the app is no longer in the workspace';

/** What Slack takes where no admin has said otherwise, in bytes. https://slack.com/help/articles/201330736 */
export const mostBytes = 1_000_000_000;

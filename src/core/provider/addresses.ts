/** Where the provider is reached, by what the owner set. */

export function addressesOf(options: { apiUrl: string; uploadUrl: string }) {
  const api = endpoint(options.apiUrl);
  const base = api.pathname.replace(/\/(v\d+\/?)?$/, '');
  const uploads = endpoint(options.uploadUrl);
  const paths = {
    submit: (slug: string) => `${base}/v2/${slug}`,
    status: (id: string) => `${base}/v2/requests/${encodeURIComponent(id)}/status`,
    result: (id: string) => `${base}/v2/requests/${encodeURIComponent(id)}`,
    credits: `${base}/v1/get-user-credits`,
    upload: (uploads.pathname === '/' ? '/upload-asset' : uploads.pathname) + uploads.search,
  };
  /** The path of a link the provider gave, if it leads to the configured API; the key goes nowhere else. */
  const ownPath = (given: string | undefined, built: string): string => {
    const url = given !== undefined && URL.canParse(given) ? new URL(given) : undefined;
    return url?.origin === api.origin ? url.pathname + url.search : built;
  };
  return { api, uploads, paths, ownPath };
}

function endpoint(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new TypeError('an address of the provider is not an http(s) URL without a user name');
  return url;
}

/** Under each picture of the channel stands what can be put on it; what that is may change with the channel's rules. */

/** Pictures that people have posted, and results; what is set beside a result is none. */
const pictures =
  '.msg[data-kind="said"]:has(.files), .msg[data-kind="result"]:has(.result:not([data-aside]))';

export function emojiBars(log: HTMLElement): void {
  const bar = document.querySelector('#emoji')?.firstElementChild;
  for (const old of log.querySelectorAll('.emoji')) if (!bar || old.outerHTML !== bar.outerHTML) old.remove();
  if (!bar) return;
  for (const message of log.querySelectorAll(pictures))
    if (!message.querySelector('.emoji')) message.append(bar.cloneNode(true));
}

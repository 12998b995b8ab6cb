import { HeaderLine } from './headers';

export function accessLogLine(
  logged: string,
  request: string,
  status: number,
  bytes: string,
  lines: readonly HeaderLine[],
): string {
  const value = (key: string) => lines.find((line) => line.key === key)?.value ?? '-';
  return (
    `${logged} - - [time] "${request}" ${status} ${bytes} "${value('referer')}" "${value('user-agent')}" ` +
    'kong_request_id: "…"'
  );
}

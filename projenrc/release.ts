import { cdk } from 'projen';

/**
 * Workflows name the action by a tag such as `v1`, which is moved to each release. The release workflow does it last,
 * when every registry has the packages: the action runs the one of npm.
 */
export function moveActionTag(project: cdk.JsiiProject, majorVersion: number): void {
  const tag = `v${majorVersion}`;
  const repository = 'repos/$GITHUB_REPOSITORY/git/refs';
  const release = project.tryFindObjectFile('.github/workflows/release.yml')!;
  release.addOverride('jobs.action_tag', {
    name: `Move the tag ${tag} of the action`,
    needs: ['release', 'release_github'],
    'runs-on': 'ubuntu-latest',
    permissions: { contents: 'write' },
    if: "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha && !inputs.dry_run",
    steps: [
      {
        name: 'Move the tag, or make it',
        env: { GH_TOKEN: '${{ secrets.GITHUB_TOKEN }}' },
        run: [
          `gh api --method PATCH "${repository}/tags/${tag}" -f sha="$GITHUB_SHA" -F force=true ||`,
          `gh api --method POST "${repository}" -f ref=refs/tags/${tag} -f sha="$GITHUB_SHA"`,
        ].join('\n'),
      },
    ],
  });
}

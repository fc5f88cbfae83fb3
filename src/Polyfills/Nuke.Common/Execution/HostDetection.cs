using System;
using System.Linq;
using Nuke.Common.CI.GitHubActions;

namespace Nuke.Common.Execution;

/// <summary>Which host the build runs on: the one asked for, else the one whose variables are there, else a terminal.</summary>
internal static class HostDetection
{
    private static readonly (string Name, Func<bool> IsRunning, Func<Host> Create)[] Hosts =
    [
        (nameof(GitHubActions), () => EnvironmentInfo.HasVariable("GITHUB_ACTIONS"), () => new GitHubActions()),
        (nameof(Terminal), () => true, () => new Terminal()),
    ];

    public static Host Detect(string wanted)
    {
        if (wanted is null)
            return Hosts.First(x => x.IsRunning()).Create();
        var match = Hosts.FirstOrDefault(x => x.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return match.Create?.Invoke() ?? throw new NotSupportedException(
            $"The host '{wanted}' is not supported by this build of Nuke.Common; " +
            $"it knows {string.Join(" and ", Hosts.Select(x => x.Name))}.");
    }
}

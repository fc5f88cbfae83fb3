using System;
using System.Text.RegularExpressions;

namespace Nuke.Common.Git;

/// <summary>Where a remote repository is, without the credentials that its address may hold.</summary>
internal sealed partial record GitRemote(GitProtocol? Protocol, string Endpoint, string Identifier)
{
    public static readonly GitRemote None = new(null, null, null);

    /// <summary>Reads an address, also one like <c>git@host:owner/name.git</c>; a path is none.</summary>
    public static GitRemote Parse(string url)
    {
        var match = Address().Match(url ?? "");
        if (!match.Success)
            match = ShortAddress().Match(url ?? "");
        if (!match.Success)
            return None;
        var https = match.Groups["scheme"].Value.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        var port = https ? match.Groups["port"].Value : "";
        return new GitRemote(
            https ? GitProtocol.Https : GitProtocol.Ssh, match.Groups["host"].Value + port, match.Groups["path"].Value);
    }

    [GeneratedRegex(
        @"^(?<scheme>https?|ssh|git\+ssh)://([^@/]*@)?(?<host>[^/:@]+)(?<port>:\d+)?/+(?<path>.+?)(\.git)?/*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    /// <summary>The host has two letters at least, as one is the drive of a path on Windows.</summary>
    [GeneratedRegex(@"^([^@/\\:]+@)?(?<host>[^/\\:@]{2,}):(?!//)/*(?<path>.+?)(\.git)?/*$")]
    private static partial Regex ShortAddress();
}

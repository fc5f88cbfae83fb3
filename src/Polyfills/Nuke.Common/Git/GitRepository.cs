using System;
using System.Collections.Generic;
using System.Linq;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.Git;
using Nuke.Common.Utilities;

namespace Nuke.Common.Git;

/// <summary>A repository: where it is, what is checked out, and where it is hosted. Read from its files, without Git.</summary>
public class GitRepository
{
    public GitRepository(
        GitProtocol? protocol,
        string endpoint,
        string identifier,
        string branch,
        AbsolutePath localDirectory,
        string head,
        string commit,
        IReadOnlyCollection<string> tags,
        string remoteName,
        string remoteBranch)
    {
        Protocol = protocol;
        Endpoint = endpoint;
        Identifier = identifier;
        Branch = branch;
        LocalDirectory = localDirectory;
        Head = head;
        Commit = commit;
        Tags = tags;
        RemoteName = remoteName;
        RemoteBranch = remoteBranch;
    }

    /// <summary>How the remote is reached; null without a remote.</summary>
    public GitProtocol? Protocol { get; }

    /// <summary>The host of the remote, such as <c>github.com</c>.</summary>
    public string Endpoint { get; }

    /// <summary>The remote's path on its host, such as <c>owner/name</c>.</summary>
    public string Identifier { get; }

    public AbsolutePath LocalDirectory { get; }

    /// <summary>The full name of the branch, such as <c>refs/heads/main</c>, or the commit of a detached head.</summary>
    public string Head { get; }

    /// <summary>The branch that is checked out; null at a detached head.</summary>
    public string Branch { get; }

    /// <summary>The commit that is checked out; null before the first.</summary>
    public string Commit { get; }

    /// <summary>The tags of the commit.</summary>
    public IReadOnlyCollection<string> Tags { get; }

    /// <summary>The remote that the branch follows, else <c>origin</c>, else the only one.</summary>
    public string RemoteName { get; }

    /// <summary>The remote's branch that the branch follows.</summary>
    public string RemoteBranch { get; }

    public string HttpsUrl => Identifier == null ? null : $"https://{Endpoint}/{Identifier}.git";

    public string SshUrl => Identifier == null ? null : $"git@{Endpoint}:{Identifier}.git";

    /// <summary>A repository of which only the address is known.</summary>
    public static GitRepository FromUrl(string url, string branch = null)
    {
        var remote = GitRemote.Parse(url);
        return new GitRepository(
            remote.Protocol, remote.Endpoint, remote.Identifier, branch, null, null, null, null, null, null);
    }

    /// <exception cref="Exception">The folder is in no repository.</exception>
    public static GitRepository FromLocalDirectory(AbsolutePath directory)
    {
        var git = GitDirectory.Find(directory).NotNull($"'{directory}' is not in a Git repository.");
        var head = git.Head();
        var branch = head?.TrimStart("refs/heads/");
        var commit = git.Resolve("HEAD");
        var configuration = git.Configuration();
        var remoteName = RemoteOf(configuration, branch);
        var remote = GitRemote.Parse(remoteName == null ? null : configuration.Get("remote", remoteName, "url"));
        var remoteBranch = configuration.Get("branch", branch, "merge")?.TrimStart("refs/heads/");
        return new GitRepository(
            remote.Protocol,
            remote.Endpoint,
            remote.Identifier,
            branch,
            git.WorkTree,
            head ?? commit,
            commit,
            commit == null ? [] : git.TagsOf(commit) ?? AskForTags(git.WorkTree),
            remoteName,
            remoteBranch);
    }

    public GitRepository SetBranch(string branch) =>
        new(Protocol, Endpoint, Identifier, branch, LocalDirectory, Head, Commit, Tags, RemoteName, RemoteBranch);

    public override string ToString() => HttpsUrl ?? LocalDirectory?.ToString() ?? "";

    private static string RemoteOf(GitConfiguration configuration, string branch)
    {
        var remotes = configuration.Subsections("remote").ToList();
        var followed = configuration.Get("branch", branch, "remote");
        var only = remotes.Count == 1 ? remotes[0] : null;
        return new[] { followed, "origin", only }.FirstOrDefault(remotes.Contains);
    }

    private static List<string> AskForTags(AbsolutePath directory) =>
        [.. GitTasks.Git("tag --points-at HEAD", directory, logOutput: false, logInvocation: false)
            .StdToText().SplitLineBreaks(StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>What the options of one workflow must not say together, or must not say at all.</summary>
internal static partial class GitHubActionsOptions
{
    public static bool Any(params string[][] options) => options.Any(x => x is { Length: > 0 });

    /// <summary>The first contradiction, as the rest of a sentence about the workflow; null where there is none.</summary>
    public static string Contradiction(GitHubActionsAttribute workflow, IReadOnlyCollection<GitHubActionsImage> images) =>
        Rules(workflow, images).FirstOrDefault(x => x.IsBroken).Sentence;

    private static IEnumerable<(bool IsBroken, string Sentence)> Rules(
        GitHubActionsAttribute workflow,
        IReadOnlyCollection<GitHubActionsImage> images) =>
    [
        (!FileName().IsMatch(workflow.IdPostfix ?? string.Empty),
            "is no name for a file; use letters, digits, dots, dashes and underscores"),
        (images.Distinct().Count() != images.Count, "names an image twice; each image is one job"),
        .. Triggers(workflow),
        .. Access(workflow),
        .. Jobs(workflow),
    ];

    private static IEnumerable<(bool, string)> Triggers(GitHubActionsAttribute workflow)
    {
        var required = workflow.OnWorkflowDispatchRequiredInputs ?? [];
        string[] inputs = [.. workflow.OnWorkflowDispatchOptionalInputs ?? [], .. required];
        yield return (Any(workflow.OnPushBranches) && Any(workflow.OnPushBranchesIgnore),
            "sets both OnPushBranches and OnPushBranchesIgnore, but GitHub takes one; exclude with '!' among OnPushBranches");
        yield return (Any(workflow.OnPushTags) && Any(workflow.OnPushTagsIgnore),
            "sets both OnPushTags and OnPushTagsIgnore, but GitHub takes one; exclude with '!' among OnPushTags");
        yield return (Any(workflow.OnPullRequestTags),
            "sets OnPullRequestTags, but GitHub does not filter pull requests by tags; leave it out");
        yield return (inputs.Distinct(StringComparer.OrdinalIgnoreCase).Count() != inputs.Length,
            "names a dispatch input twice; it is either optional or required");
        yield return (!inputs.All(x => InputName().IsMatch(x)),
            "has a dispatch input whose name GitHub refuses; use letters, digits, dashes and underscores, and no digit first");
        yield return (workflow.OnCronSchedule is { } cron && cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5,
            $"has the schedule '{workflow.OnCronSchedule}', which is not five fields from the minute to the day of the week");
    }

    private static IEnumerable<(bool, string)> Access(GitHubActionsAttribute workflow)
    {
        GitHubActionsPermissions[] permissions = [.. workflow.WritePermissions ?? [], .. workflow.ReadPermissions ?? []];
        yield return (permissions.Distinct().Count() != permissions.Length,
            "names a permission twice; a permission to write includes the one to read");
        yield return (!(workflow.ImportSecrets ?? []).All(x => SecretName().IsMatch(x)),
            "imports a secret whose name GitHub refuses; use letters, digits and underscores, and no digit first");
    }

    private static IEnumerable<(bool, string)> Jobs(GitHubActionsAttribute workflow)
    {
        yield return (!string.IsNullOrWhiteSpace(workflow.EnvironmentUrl) && string.IsNullOrWhiteSpace(workflow.EnvironmentName),
            "sets EnvironmentUrl without EnvironmentName; the address belongs to an environment");
        yield return (workflow.ConcurrencyCancelInProgress && string.IsNullOrWhiteSpace(workflow.ConcurrencyGroup),
            "sets ConcurrencyCancelInProgress without ConcurrencyGroup; name the group in which it cancels");
        yield return (workflow.JobConcurrencyCancelInProgress && string.IsNullOrWhiteSpace(workflow.JobConcurrencyGroup),
            "sets JobConcurrencyCancelInProgress without JobConcurrencyGroup; name the group in which it cancels");
        yield return (workflow.TimeoutMinutes < 0, "has a negative TimeoutMinutes; leave it out for GitHub's own limit");
        yield return (!workflow.PublishArtifacts && !string.IsNullOrWhiteSpace(workflow.PublishCondition),
            "sets PublishCondition, but PublishArtifacts is off; leave out one of them");
        yield return (Any(workflow.CacheKeyFiles) && !Any(workflow.CacheIncludePatterns),
            "sets CacheKeyFiles, but CacheIncludePatterns names nothing to cache; empty both to do without a cache");
        yield return (LinesOf(workflow).Any(x => x.AsSpan().ContainsAny('\r', '\n')),
            "has a line break in a cache pattern; write one pattern an entry");
    }

    private static IEnumerable<string> LinesOf(GitHubActionsAttribute workflow) =>
        (workflow.CacheIncludePatterns ?? []).Concat(workflow.CacheExcludePatterns ?? []);

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex InputName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex SecretName();
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>Declares a workflow that runs the build's targets on each image; it is kept in <c>.github/workflows</c>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public partial class GitHubActionsAttribute : ConfigurationAttributeBase
{
    private readonly string _name;
    private readonly GitHubActionsImage[] _images;

    public GitHubActionsAttribute(string name, GitHubActionsImage image, params GitHubActionsImage[] images)
    {
        _name = name;
        _images = [image, .. images];
    }

    public override string IdPostfix => _name;

    public override Type HostType => typeof(GitHubActions);

    public override AbsolutePath ConfigurationFile => Build.RootDirectory / ".github" / "workflows" / $"{_name}.yml";

    public override IEnumerable<AbsolutePath> GeneratedFiles => [ConfigurationFile];

    public override IEnumerable<string> RelevantTargetNames => InvokedTargets ?? [];

    public override IEnumerable<string> IrrelevantTargetNames => [];

    public override CustomFileWriter CreateWriter(StreamWriter streamWriter) =>
        new(streamWriter, indentationFactor: 2, commentPrefix: "#");

    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        if (GitHubActionsOptions.Contradiction(this, _images) is { } contradiction)
            throw new InvalidOperationException($"The workflow '{_name}' {contradiction}.");

        return new GitHubActionsConfiguration
        {
            Name = _name,
            ShortTriggers = On ?? [],
            DetailedTriggers = [.. GetTriggers()],
            Permissions = [.. Permissions(WritePermissions, "write"), .. Permissions(ReadPermissions, "read")],
            ConcurrencyGroup = ConcurrencyGroup,
            ConcurrencyCancelInProgress = ConcurrencyCancelInProgress,
            Jobs = [.. _images.Select(x => GetJobs(x, relevantTargets))],
        };
    }

    /// <summary>The job for one of the images.</summary>
    protected virtual GitHubActionsJob GetJobs(
        GitHubActionsImage image,
        IReadOnlyCollection<ExecutableTarget> relevantTargets) => new()
        {
            Name = Yaml.Of(image),
            Image = image,
            TimeoutMinutes = TimeoutMinutes,
            EnvironmentName = EnvironmentName,
            EnvironmentUrl = EnvironmentUrl,
            ConcurrencyGroup = JobConcurrencyGroup,
            ConcurrencyCancelInProgress = JobConcurrencyCancelInProgress,
            Steps = [.. GetSteps(relevantTargets)],
        };

    /// <summary>The environment of the step that runs the build, names with expressions: dispatch inputs and secrets.</summary>
    protected virtual IEnumerable<(string, string)> GetImports()
    {
        foreach (var input in (OnWorkflowDispatchOptionalInputs ?? []).Concat(OnWorkflowDispatchRequiredInputs ?? []))
            yield return (input, $"${{{{ github.event.inputs.{input} }}}}");
        foreach (var secret in ImportSecrets ?? [])
            yield return (secret, $"${{{{ secrets.{SecretName.Of(secret)} }}}}");
        if (EnableGitHubToken)
            yield return ("GITHUB_TOKEN", "${{ secrets.GITHUB_TOKEN }}");
    }

    protected virtual IEnumerable<GitHubActionsDetailedTrigger> GetTriggers()
    {
        if (GitHubActionsOptions.Any(OnPushBranches, OnPushBranchesIgnore, OnPushTags, OnPushTagsIgnore)
            || GitHubActionsOptions.Any(OnPushIncludePaths, OnPushExcludePaths))
            yield return PushTrigger();
        if (GitHubActionsOptions.Any(OnPullRequestBranches, OnPullRequestIncludePaths, OnPullRequestExcludePaths))
            yield return PullRequestTrigger();
        if (GitHubActionsOptions.Any(OnWorkflowDispatchOptionalInputs, OnWorkflowDispatchRequiredInputs))
            yield return new GitHubActionsWorkflowDispatchTrigger
            {
                OptionalInputs = OnWorkflowDispatchOptionalInputs ?? [],
                RequiredInputs = OnWorkflowDispatchRequiredInputs ?? [],
            };
        if (OnCronSchedule is not null)
            yield return new GitHubActionsScheduledTrigger { Cron = OnCronSchedule };
    }

    private static IEnumerable<(GitHubActionsPermissions, string)> Permissions(GitHubActionsPermissions[] names, string access) =>
        (names ?? []).Select(x => (x, access));

    private GitHubActionsVcsTrigger PushTrigger() => new()
    {
        Kind = GitHubActionsTrigger.Push,
        Branches = OnPushBranches ?? [],
        BranchesIgnore = OnPushBranchesIgnore ?? [],
        Tags = OnPushTags ?? [],
        TagsIgnore = OnPushTagsIgnore ?? [],
        IncludePaths = OnPushIncludePaths ?? [],
        ExcludePaths = OnPushExcludePaths ?? [],
    };

    private GitHubActionsVcsTrigger PullRequestTrigger() => new()
    {
        Kind = GitHubActionsTrigger.PullRequest,
        Branches = OnPullRequestBranches ?? [],
        IncludePaths = OnPullRequestIncludePaths ?? [],
        ExcludePaths = OnPullRequestExcludePaths ?? [],
    };

    private IEnumerable<GitHubActionsStep> GetSteps(IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        yield return new GitHubActionsCheckoutStep
        {
            Submodules = _submodules,
            Lfs = _lfs,
            FetchDepth = _fetchDepth,
            Progress = _progress,
            Filter = Filter,
        };

        if (CacheKeyFiles is { Length: > 0 })
            yield return new GitHubActionsCacheStep
            {
                IncludePatterns = CacheIncludePatterns,
                ExcludePatterns = CacheExcludePatterns ?? [],
                KeyFiles = CacheKeyFiles,
            };

        yield return new GitHubActionsRunStep
        {
            BuildCmdPath = BuildCmdPath,
            InvokedTargets = InvokedTargets ?? [],
            Imports = Imports(),
        };

        if (!PublishArtifacts)
            yield break;
        foreach (var (name, path) in PublishedArtifacts.Of(Build.RootDirectory, relevantTargets))
            yield return new GitHubActionsArtifactStep { Name = name, Path = path, Condition = PublishCondition };
    }

    private Dictionary<string, string> Imports()
    {
        var imports = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in GetImports())
        {
            if (!imports.TryAdd(key, value))
                throw new InvalidOperationException(
                    $"The workflow '{_name}' imports '{key}' twice; keep one of the input, the secret and the token.");
        }

        return imports;
    }
}

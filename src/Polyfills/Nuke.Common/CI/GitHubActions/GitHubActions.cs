using System;
using System.Collections.Generic;
using System.Globalization;
using Newtonsoft.Json.Linq;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>
/// The runner of GitHub Actions: its environment variables as properties, and its workflow commands.
/// A text property is null where the runner leaves its variable out or empty.
/// </summary>
public class GitHubActions : Host, IBuildServer
{
    private static readonly GitHubActions Current = new();

    private readonly Lazy<JObject> _event;

    internal GitHubActions() =>
        _event = new Lazy<JObject>(() => EventPath is null ? null : JObject.Parse(System.IO.File.ReadAllText(EventPath)));

    /// <summary>The runner that this process runs on; null elsewhere.</summary>
    public static GitHubActions Instance => Text("GITHUB_ACTIONS") is null ? null : Current;

    public string Action => Text("GITHUB_ACTION");

    public string Actor => Text("GITHUB_ACTOR");

    /// <summary>The target branch of a pull request.</summary>
    public string BaseRef => Text("GITHUB_BASE_REF");

    public string EventName => Text("GITHUB_EVENT_NAME");

    public string EventPath => Text("GITHUB_EVENT_PATH");

    /// <summary>The payload of the event that started the workflow.</summary>
    public JObject GitHubEvent => _event.Value;

    /// <summary>The source branch of a pull request.</summary>
    public string HeadRef => Text("GITHUB_HEAD_REF");

    public string Home => Text("HOME");

    public bool IsPullRequest => EventName == "pull_request";

    /// <summary>The key of the job in its workflow.</summary>
    public string Job => Text("GITHUB_JOB");

    public string PullRequestAction => IsPullRequest ? GitHubEvent?.Value<string>("action") : null;

    public int? PullRequestNumber => IsPullRequest ? GitHubEvent?.Value<int?>("number") : null;

    public string Ref => Text("GITHUB_REF");

    /// <summary>The name of the branch or tag, without <c>refs/heads/</c> or <c>refs/tags/</c>.</summary>
    public string RefName => Text("GITHUB_REF_NAME");

    /// <summary><c>branch</c> or <c>tag</c>.</summary>
    public string RefType => Text("GITHUB_REF_TYPE");

    /// <summary>Owner and name, as in <c>octocat/hello-world</c>.</summary>
    public string Repository => Text("GITHUB_REPOSITORY");

    public string RepositoryOwner => Text("GITHUB_REPOSITORY_OWNER");

    public long RunAttempt => Number("GITHUB_RUN_ATTEMPT");

    public long RunId => Number("GITHUB_RUN_ID");

    public long RunNumber => Number("GITHUB_RUN_NUMBER");

    public string ServerUrl => Text("GITHUB_SERVER_URL");

    public string Sha => Text("GITHUB_SHA");

    /// <summary>The file whose Markdown GitHub shows on the page of the run.</summary>
    public AbsolutePath StepSummaryFile => Text("GITHUB_STEP_SUMMARY");

    public string Token => Text("GITHUB_TOKEN");

    public string Workflow => Text("GITHUB_WORKFLOW");

    public string Workspace => Text("GITHUB_WORKSPACE");

    string IBuildServer.Branch => HeadRef ?? RefName;

    string IBuildServer.Commit => Sha;

    /// <summary>Starts a group of lines that the log shows folded.</summary>
    public void Group(string group) => WriteCommand("group", group);

    public void EndGroup(string group) => WriteCommand("endgroup", group);

    public void WriteDebug(string message) => WriteCommand("debug", message);

    /// <summary>Writes an annotation that the page of the run shows.</summary>
    public void WriteWarning(string message) => WriteCommand("warning", message);

    /// <inheritdoc cref="WriteWarning"/>
    public void WriteError(string message) => WriteCommand("error", message);

    /// <summary>Writes a workflow command to standard output; whatever message and properties hold cannot end it early.</summary>
    public void WriteCommand(
        string command,
        string message = null,
        Configure<Dictionary<string, object>> dictionaryConfigurator = null)
    {
        var properties = dictionaryConfigurator is null ? [] : dictionaryConfigurator([]);
        Console.WriteLine(WorkflowCommand.Format(command, message, properties));
    }

    protected internal override void ReportWarning(string text, string details = null) => WriteWarning(text);

    protected internal override void ReportError(string text, string details = null) => WriteError(text);

    protected internal override IDisposable WriteBlock(string text)
    {
        Group(text);
        return new Block(this, text);
    }

    private static string Text(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static long Number(string variable) =>
        long.TryParse(Text(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException(
                $"The environment variable {variable}, which GitHub Actions sets to a number, is '{Text(variable)}'.");

    private sealed class Block(GitHubActions host, string text) : IDisposable
    {
        public void Dispose() => host.EndGroup(text);
    }
}

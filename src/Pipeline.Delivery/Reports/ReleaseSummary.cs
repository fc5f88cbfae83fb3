using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Probes;
using Pipeline.Environments;
using Pipeline.Governance.Registry;

namespace Pipeline.Delivery.Reports;

/// <summary>A release in a few lines: what did not pass and why, what is out, where, and the way back.</summary>
internal sealed class ReleaseSummary(ModelName model, ModelVersion version, CheckReport report)
{
    private readonly List<(string Name, string Text)> _facts =
    [
        .. report.Results.Where(x => x.Verdict.Outcome != Outcome.Passed)
            .Select(x => (x.Verdict.Outcome.ToString().ToLowerInvariant(), $"{x.Check.Id}: {x.Verdict.Reason}")),
    ];

    public void Add(string name, string text) => _facts.Add((name, text));

    public IReadOnlyList<string> Lines()
    {
        var width = _facts.Max(x => x.Name.Length);
        return
        [
            $"{model} version {version} is out; {report.Summary}",
            .. _facts.Select(x => $"  {x.Name.PadRight(width)}  {x.Text}"),
        ];
    }
}

/// <summary>How a person asks a model that is out, ready to paste into a shell.</summary>
internal static class AskText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="address">Of the environment, as "127.0.0.1:36379".</param>
    /// <param name="rows">Rows of the data that the model understands; none where it reads personal columns.</param>
    public static IReadOnlyList<string> Of(string address, IReadOnlyList<ReferenceRow> rows) => rows.Count == 0
        ? [$"Ask what it wants to be asked:  curl -s http://{address}/model"]
        :
        [
            "Ask it, with a row of its test data:",
            $"  curl -s http://{address}/predict -H 'content-type: application/json' -d {Body(Fullest(rows))}",
        ];

    /// <summary>The first of those with the most values: a row of missing ones would show nothing of the model.</summary>
    private static ReferenceRow Fullest(IReadOnlyList<ReferenceRow> rows) =>
        rows.MaxBy(row => row.Inputs.EnumerateObject().Count(input => input.Value.ValueKind != JsonValueKind.Null))!;

    /// <summary>One line, and one argument for any POSIX shell: inside single quotes all is itself but a single quote.</summary>
    private static string Body(ReferenceRow row) =>
        $"'{JsonSerializer.Serialize(row.Inputs, Readable).Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

/// <summary>The command that rolls a release back, as a person could type it: it is possible, or it is not printed.</summary>
internal static class WayBack
{
    /// <param name="document">Of the last environment; null where nothing was ever deployed.</param>
    /// <param name="option">Names the model where a command needs it.</param>
    public static string Of(EnvironmentDocument? document, string option)
    {
        if (document?.FindRollbackTarget() is not { } earlier)
            return $"./build.sh Down{option}: nothing answered there before";
        return IsThere(earlier)
            ? $"./build.sh Rollback --environment {document.Environment}{option} (to {Words(earlier)})"
            : $"./build.sh Down{option}: the image of {Words(earlier)} is no longer there";
    }

    /// <summary>"revision 2 (version 7)".</summary>
    public static string Words(Revision revision) =>
        $"revision {revision.Number}{(revision.Version is { } version ? $" (version {version})" : "")}";

    /// <summary>Whether it runs, or could be started again.</summary>
    public static bool IsThere(Revision revision) =>
        revision is { State: RevisionState.Running, Address: not null } or { Launch: null }
        || Directory.Exists(revision.Launch.Folder);
}

/// <summary>A model's versions and the way of its champion as lines for a console.</summary>
internal static class RegistryText
{
    /// <param name="model">Whose registry it is.</param>
    /// <param name="at">The moment that was asked for, as it was written; null for now.</param>
    /// <param name="versions">In the order of their numbers.</param>
    /// <param name="moves">Of the champion, oldest first.</param>
    public static IReadOnlyList<string> Of(
        ModelName model, string? at, IReadOnlyList<VersionStatus> versions, IReadOnlyList<AliasMove> moves)
    {
        var when = at is null ? "" : $" at {at}";
        if (versions.Count == 0)
            return [$"{model} has no versions {(at is null ? "yet" : $"at {at}")}"];
        var count = versions.Count == 1 ? "1 version" : $"{versions.Count} versions";
        return
        [
            $"{model} has {count}{when}",
            .. versions.Select(Line),
            .. moves.Count == 0 ? [] : new[] { $"champion of {model}{when}" },
            .. moves.Select(Line),
        ];
    }

    private static string Line(VersionStatus status)
    {
        var (version, aliases) = (status.Registered, string.Concat(status.Aliases.Select(x => $"{x}, ")));
        return $"  version {version.Version}  {aliases}model {version.Digest.Brief}, run {version.Run}, "
            + $"registered {Time(version.Act.Time)} by {version.Act.Actor.Name}";
    }

    private static string Line(AliasMove move) =>
        $"  {Time(move.Act.Time)}  {Name(move.From)} -> {Name(move.To)} by {move.Act.Actor.Name}: {move.Act.Reason}";

    private static string Name(ModelVersion? version) => version is null ? "none" : $"{version}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}

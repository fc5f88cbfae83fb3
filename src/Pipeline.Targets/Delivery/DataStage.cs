using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Data.Versions;
using Pipeline.Models.Documents;

namespace Pipeline.Targets.Delivery;

/// <summary>Holds the dataset against its schema and expectations.</summary>
internal sealed class DataStage(ModelWorkspace workspace, ExtensionBuild extensions) : DeliveryStage(workspace)
{
    private const string QuarantineFile = "quarantine.csv";

    /// <summary>Rows that fail a check are set aside.</summary>
    public bool Quarantines { get; init; }

    /// <summary>Checks that pass are shown too.</summary>
    public bool ShowsAll { get; init; }

    public override async Task<Stage> DescribeAsync(CancellationToken cancellationToken)
    {
        var found = await DatasetFiles.FindAsync(Workspace.Dataset, Workspace.Progress, cancellationToken);
        var references = Workspace.Manifest.Get<DataSection>().References.Select(x => Path.Combine(Workspace.Folder, x));
        var pointer = await DatasetVersions.FindPointerAsync(Workspace.DataPath, cancellationToken);
        var inputs = await Workspace.InputsAsync(
            ["data", "task"],
            [.. found.OrThrow(), .. references, .. pointer is null ? Array.Empty<string>() : [pointer]],
            cancellationToken);
        if (await extensions.DigestAsync(Workspace.Manifest, cancellationToken) is { } digest)
            inputs["extensions"] = digest;
        return new Stage
        {
            Name = "validate-data",
            Inputs = inputs,
            Versions = Clock(),
            Outputs = [Workspace.Relative(Workspace.Artifacts.Dataset)],
        };
    }

    /// <summary>The time, as exactly as an expectation asks for it, so that a verdict on freshness ages.</summary>
    private Dictionary<string, string> Clock()
    {
        if (Workspace.Manifest.Get<DataSection>().ClockBucket is not { } bucket)
            return [];
        var now = Workspace.Clock.GetUtcNow();
        var begin = new DateTimeOffset(now.Ticks - (now.Ticks % bucket.Ticks), TimeSpan.Zero);
        return new Dictionary<string, string> { ["clock"] = begin.ToString("u", CultureInfo.InvariantCulture) };
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var request = Workspace.Dataset with
        {
            Clock = Workspace.Clock,
            Expectations = await extensions.LoadExpectationsAsync(Workspace.Manifest, cancellationToken),
            QuarantinePath = Quarantines ? Workspace.Artifacts.PathOf(QuarantineFile) : null,
        };
        var read = (await DatasetFiles.FindAsync(request, Workspace.Progress, cancellationToken)).OrThrow();
        var version = await Workspace.Versions.FindAsync(Workspace.DataPath, read, cancellationToken);
        var validated = await DatasetValidator.ValidateAsync(request, Workspace.Progress, cancellationToken);
        // Asked again: data that somebody changes while it is read must not be recorded as the version that it was before.
        if (version is not null && await Workspace.Versions.FindAsync(Workspace.DataPath, read, cancellationToken) != version)
            version = null;
        var document = validated.OrThrow();
        var inputs = new Dictionary<string, Digest>(document.Inputs);
        if (await extensions.DigestAsync(Workspace.Manifest, cancellationToken) is { } digest)
            inputs["extensions"] = digest;
        document = document with { Version = version, Inputs = inputs };
        await DocumentFile.WriteAsync(Workspace.Artifacts.Dataset, document, cancellationToken);
    }

    protected override async Task<StageOutcome> TellAsync(CancellationToken cancellationToken)
    {
        var document = (await DocumentFile.ReadAsync<DatasetDocument>(Workspace.Artifacts.Dataset, cancellationToken)).OrThrow();
        return new StageOutcome([
            new("Rows", $"{document.Rows}"),
            new("Columns", $"{document.Columns.Count}"),
            .. document.Version is { } version ? [new("Version", version.Md5)] : Array.Empty<KeyValuePair<string, string>>(),
            new("Checks", document.Report.Summary.Split(": ")[^1]),
        ])
        {
            Subject = $"dataset of {Workspace.Name}",
            Report = document.Report,
            Lines = ShowsAll || document.Report.Fails ? DatasetText.Of(document) : [],
        };
    }
}

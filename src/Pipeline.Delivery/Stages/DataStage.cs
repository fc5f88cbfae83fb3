using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Data.Versions;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Reports;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Stages;

/// <summary>Holds the dataset against its schema and expectations.</summary>
internal sealed class DataStage(ModelWorkspace workspace)
    : DeliveryStage(DeliveryStep.ValidateData, workspace)
{
    private const string QuarantineFile = "quarantine.csv";

    /// <summary>Rows that fail a check are set aside.</summary>
    public bool Quarantines { get; init; }

    /// <summary>Checks that pass are shown too.</summary>
    public bool ShowsAll { get; init; }

    protected override IReadOnlyList<string> Outputs => [Workspace.Artifacts.Dataset];

    protected override async Task AddAsync(StageInput input, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case StageInput.DataFiles:
                var found = await DatasetFiles.FindAsync(Workspace.Dataset, Workspace.Progress, cancellationToken);
                var pointer = await DatasetVersions.FindPointerAsync(Workspace.DataPath, cancellationToken);
                fingerprint.Files.AddRange(found.OrThrow());
                fingerprint.Files.AddRange(
                    Workspace.Manifest.Get<DataSection>().References.Select(file => Path.Combine(Workspace.Folder, file)));
                if (pointer is not null)
                    fingerprint.Files.Add(pointer);
                break;
            case StageInput.ClockBucket:
                if (Workspace.Manifest.Get<DataSection>().ClockBucket is { } bucket)
                    fingerprint.Versions["clock"] = BeginOf(bucket).ToString("u", CultureInfo.InvariantCulture);
                break;
            default:
                await base.AddAsync(input, fingerprint, cancellationToken);
                break;
        }
    }

    /// <summary>The time, as exactly as an expectation asks for it, so that a verdict on freshness ages.</summary>
    private DateTimeOffset BeginOf(TimeSpan bucket)
    {
        var now = Workspace.Clock.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % bucket.Ticks), TimeSpan.Zero);
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var request = Workspace.Dataset with
        {
            Clock = Workspace.Clock,
            Expectations = await Workspace.Parts.ExpectationsAsync(cancellationToken),
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
        if (await Workspace.Parts.FindLibraryAsync(cancellationToken) is { } digest)
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

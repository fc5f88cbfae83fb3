using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Data.Expectations;
using Pipeline.Data.Schemas;
using Pipeline.Data.Versions;
using Pipeline.Data;
using Pipeline.Delivery.Jobs;
using Pipeline.Delivery.Reports;
using Pipeline.Delivery.Stages;
using Pipeline.Manifest;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
using Pipeline.Training;
using Pipeline.Training.Jobs;

namespace Pipeline.Delivery;

/// <summary>The dataset: held against its expectations, and kept in versions.</summary>
internal sealed class DataRun(DeliveryContext context)
{
    private DatasetVersions Versions => context.Workspace.Versions;

    private string DataPath => context.Workspace.DataPath;

    public Task ValidateAsync(bool quarantines, CancellationToken cancellationToken)
    {
        var stage = new DataStage(context.Workspace) { Quarantines = quarantines, ShowsAll = true };
        return context.ShowAsync(stage, isForced: quarantines, cancellationToken);
    }

    public async Task SnapshotAsync(CancellationToken cancellationToken)
    {
        var result = (await Versions.SnapshotAsync(DataPath, cancellationToken)).OrThrow();
        context.Face.Sum([
            new("Data", result.Version.Md5),
            new("Pointer", $"{result.Version.Pointer}{(result.IsNew ? "" : ", unchanged")}"),
            .. result.IsNewToGit ? [new("Git", "ignores the data from now on")] : Array.Empty<KeyValuePair<string, string>>(),
        ]);
    }

    public async Task PushAsync(CancellationToken cancellationToken) =>
        Show(await Versions.PushAsync(DataPath, cancellationToken));

    public async Task PullAsync(CancellationToken cancellationToken) =>
        Show(await Versions.PullAsync(DataPath, context.Request.Force, cancellationToken));

    private void Show(Validated<TransferCount> transfer)
    {
        var count = transfer.OrThrow();
        context.Face.Sum([
            new("Copied", $"{count.Copied} objects, {count.Bytes} bytes"),
            new("There already", $"{count.Present}"),
            new("Written", $"{count.Written} files"),
        ]);
    }
}

/// <summary>Says what the values of the dataset are like, and what the manifest could say of them.</summary>
internal sealed class ProfileRun(DeliveryContext context)
{
    private readonly ModelWorkspace _workspace = context.Workspace;

    public async Task ProfileAsync(bool writes, CancellationToken cancellationToken)
    {
        var section = _workspace.Manifest.Get<DataSection>();
        var profile = WithFeatures(await ReadAsync(cancellationToken), section);
        await DocumentFile.WriteAsync(_workspace.Artifacts.Profile, profile, cancellationToken);
        context.Face.Write([.. ProfileText.Of(profile)]);
        var columns = ColumnsProposal.Lines(profile, section.Label.Column, [.. section.Columns.Keys]);
        var isAsked = section.Expect.Any(x => x is ExpectationSpec.LabelLeakage);
        var expectations = isAsked ? [] : ColumnsProposal.Expectations(profile);
        var isSomething = columns.Count + expectations.Count > 0;
        if (isSomething && !writes)
            context.Face.Write([.. ProfileText.Proposal(columns, expectations, section.Columns.Count > 0)]);
        var written = isSomething && writes ? await WriteAsync(columns, expectations, cancellationToken) : "nothing";
        context.Face.Sum([
            new("Rows", $"{profile.Rows}"),
            new("Columns", $"{profile.Columns.Count}"),
            new("Profile", _workspace.Relative(_workspace.Artifacts.Profile)),
            new("To the manifest", written),
        ]);
    }

    /// <summary>Of the data as it lies here, or elsewhere of the version that its pointer names.</summary>
    private async Task<ProfileDocument> ReadAsync(CancellationToken cancellationToken)
    {
        using var session = await context.OpenJobsAsync("profile", cancellationToken);
        if (session is null)
            return (await ProfileMaker.ProfileAsync(_workspace.Dataset, _workspace.Progress, cancellationToken)).OrThrow();
        var result = await session.RunAsync(JobForm.OfProfile(session, _workspace), cancellationToken);
        session.Report(result);
        if (result.Problems.Count > 0)
            throw new InvalidInputException(result.Problems.Select(problem => problem.ToProblem()));
        var bytes = await session.ReadAsync(result, JobNames.Profile, cancellationToken);
        var profile = DocumentFile.Read<ProfileDocument>(bytes, JobNames.Profile).OrThrow();
        await session.CleanAsync(cancellationToken);
        return profile;
    }

    /// <summary>
    /// What training will make of the columns, by the manifest's trainer, or by any where there is none yet. What it would refuse
    /// is a warning here: the values are shown all the same.
    /// </summary>
    private ProfileDocument WithFeatures(ProfileDocument profile, DataSection section)
    {
        var needs = FeatureNeeds.Nothing;
        if (_workspace.Manifest.Find<TrainingSection>() is { } training
            && context.Request.Parts.Trainers.Find(training.TrainerName).TryGet(out var trainer))
            needs = trainer.Needs;
        if (needs is null)
            return profile;
        List<string> left = [section.Label.Column, .. section.Ignore];
        if (section.Weight is { } weight)
            left.Add(weight);
        var planned = FeaturePlan.Of(profile, left, _workspace.Manifest.Wishes(), needs);
        foreach (var problem in planned.Problems)
            context.Face.Warn($"{problem}");
        if (!planned.TryGet(out var plan))
            return profile;
        var features = plan.Columns.ToDictionary(column => column.Column, StringComparer.Ordinal);
        return profile with
        {
            Columns =
            [
                .. profile.Columns.Select(column => features.TryGetValue(column.Name, out var feature)
                    ? column with { Becomes = $"{feature.Becomes}", Because = feature.Why }
                    : column),
            ],
        };
    }

    /// <summary>What is written must be a manifest that binds, or nothing is written.</summary>
    private async Task<string> WriteAsync(
        IReadOnlyList<string> columns, IReadOnlyList<string> expectations, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_workspace.Folder, ModelSearch.FileName);
        var shown = _workspace.Relative(path);
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        if (columns.Count > 0)
            text = ColumnsWriter.Write(text, shown, columns).OrThrow();
        if (expectations.Count > 0)
            text = ColumnsWriter.WriteExpectations(text, shown, expectations).OrThrow();
        var bound = ManifestReader.Read(text, shown, ModelWorkspace.DataSchema);
        if (!bound.IsValid)
        {
            var problem = new Problem(shown, null, null, "The proposed columns do not fit into the manifest.", "Paste them.");
            throw new InvalidInputException([problem, .. bound.Problems]);
        }

        await AtomicFile.WriteTextAsync(path, text, cancellationToken);
        return $"{Counted(columns.Count, "column")}, {Counted(expectations.Count, "expectation")} to {shown}";
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}

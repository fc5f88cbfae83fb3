using System.Diagnostics;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Delivery.Reports;
using Pipeline.Models.Documents;
using Pipeline.Models;

namespace Pipeline.Delivery.Stages;

/// <summary>A step that is up to date as long as what it reads is the same: its work, and what to say of its result.</summary>
internal abstract class DeliveryStage(DeliveryStep step, ModelWorkspace workspace)
{
    protected ModelWorkspace Workspace => workspace;

    public async Task<StagePlan> PlanAsync(bool force, CancellationToken cancellationToken) =>
        await workspace.Stages.PlanAsync(await DescribeAsync(cancellationToken), force, cancellationToken);

    /// <summary>Runs the work unless it is up to date, and tells what is there now, whichever it was.</summary>
    public async Task<StageOutcome> RunAsync(bool force, CancellationToken cancellationToken)
    {
        var run = await workspace.Stages.RunAsync(
            await DescribeAsync(cancellationToken), WorkAsync, force, cancellationToken);
        return await TellAsync(cancellationToken) with { Plan = run.Plan };
    }

    /// <summary>What it reads, as the graph of steps has it, and what it makes, as both are now.</summary>
    public async Task<Stage> DescribeAsync(CancellationToken cancellationToken)
    {
        var fingerprint = new Fingerprint();
        foreach (var input in step.Inputs)
            await AddAsync(input, fingerprint, cancellationToken);
        foreach (var (path, digest) in await workspace.DigestsAsync(fingerprint.Files, cancellationToken))
            fingerprint.Inputs[path] = digest;
        return new Stage
        {
            Name = step.Id,
            Inputs = fingerprint.Inputs,
            Versions = fingerprint.Versions,
            Outputs = [.. Outputs.Select(workspace.Relative)],
        };
    }

    /// <summary>The files that it makes.</summary>
    protected abstract IReadOnlyList<string> Outputs { get; }

    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    protected abstract Task<StageOutcome> TellAsync(CancellationToken cancellationToken);

    /// <summary>Adds an input as it is now. What is not there adds nothing, and the work will say so.</summary>
    protected virtual async Task AddAsync(StageInput input, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        switch (input)
        {
            case StageInput.ManifestSection(var name):
                if (workspace.Manifest.DigestOf(name) is { } digest)
                    fingerprint.Inputs[$"manifest.{name}"] = digest;
                break;
            case StageInput.ValidatedRows:
                if (await FindRowsAsync(cancellationToken) is { } rows)
                    fingerprint.Inputs["dataset"] = rows;
                break;
            case StageInput.ModelFiles:
                fingerprint.Files.AddRange(workspace.ModelFiles());
                break;
            case StageInput.StageDocument document:
                fingerprint.Files.Add(workspace.Artifacts.PathOf(document.File));
                break;
            case StageInput.ExtensionSources:
                if (await workspace.Parts.FindLibraryAsync(cancellationToken) is { } sources)
                    fingerprint.Inputs["extensions"] = sources;
                break;
            case StageInput.FlavorCode:
                if (await FindForeignFlavorAsync(cancellationToken) is { } library)
                    fingerprint.Inputs["extensions"] = library;
                break;
            case StageInput.PassedGates:
                break;
            default:
                throw new UnreachableException($"The stage '{step.Id}' does not know how to look at {input}.");
        }
    }

    /// <summary>The library with the flavor of the trained model; null where it is the build's, or nothing was trained.</summary>
    private async Task<Digest?> FindForeignFlavorAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(workspace.Artifacts.Model, ModelSignature.FileName);
        if (!File.Exists(path))
            return null;
        var read = ModelSignature.Read(await File.ReadAllBytesAsync(path, cancellationToken), path);
        return read.TryGet(out var signature) && !workspace.Parts.IsOfTheBuild(signature)
            ? await workspace.Parts.FindLibraryAsync(cancellationToken)
            : null;
    }

    /// <summary>
    /// What was validated, without the verdicts: a later look at the same rows may change those, and nothing that comes later
    /// reads them.
    /// </summary>
    private async Task<Digest?> FindRowsAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(workspace.Artifacts.Dataset))
            return null;
        var read = await DocumentFile.ReadAsync<DatasetDocument>(workspace.Artifacts.Dataset, cancellationToken);
        return read.TryGet(out var dataset)
            ? Digest.OfJson(dataset with { Report = new CheckReport([]), Evidence = [] })
            : await Digest.OfFileAsync(workspace.Artifacts.Dataset, cancellationToken);
    }
}

/// <summary>What a stage reads, as it is found.</summary>
internal sealed class Fingerprint
{
    /// <summary>By what is said of it when it changes.</summary>
    public Dictionary<string, Digest> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>What has a version, which says more than a digest.</summary>
    public Dictionary<string, string> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>Their digests are inputs, named by their paths; those that are not there have none.</summary>
    public List<string> Files { get; } = [];
}

/// <summary>What a stage left, for a person.</summary>
/// <param name="Facts">A few pairs for the summary of targets.</param>
internal sealed record StageOutcome(IReadOnlyList<KeyValuePair<string, string>> Facts)
{
    /// <summary>Null for a step that is no stage.</summary>
    public StagePlan? Plan { get; init; }

    /// <summary>What was judged, as "dataset of loan-default"; null where nothing was.</summary>
    public string? Subject { get; init; }

    public CheckReport? Report { get; init; }

    /// <summary>The report as a table, for the console and for the page of a run; null where there are only lines.</summary>
    public GateReport? Gates { get; init; }

    /// <summary>What came of it beside verdicts, each at most 80 columns wide.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Plain lines about each of the checks; none where their sentences are enough.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}

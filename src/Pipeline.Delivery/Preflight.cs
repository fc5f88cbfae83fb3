using Pipeline.Core.Problems;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Delivery.Jobs;
using Pipeline.Delivery.Stages;
using Pipeline.Evaluation;
using Pipeline.Evaluation.Gates;
using Pipeline.Training;

namespace Pipeline.Delivery;

/// <summary>
/// What can be known to be wrong before anything runs: a build that ends with "wrong input" has changed nothing. It is asked for
/// by the first target, for all that are planned behind it.
/// </summary>
/// <param name="request">Says what is planned.</param>
/// <param name="workspace">Has the manifest.</param>
/// <param name="openRegistry">Only where a gate compares with a version.</param>
internal sealed class Preflight(
    DeliveryRequest request, ModelWorkspace workspace, Func<CancellationToken, Task<RegistrySession>> openRegistry)
{
    /// <summary>A target that writes what there is, and no step of a release.</summary>
    private const string WriteManifests = "WriteManifests";

    /// <exception cref="InvalidInputException">With everything that was found, of all parts.</exception>
    /// <exception cref="ArtifactsNotWritableException">What the targets make could not be kept.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (Plans(nameof(DeliveryStep.Train)) && workspace.Manifest.Find<TrainingSection>() is not null)
            problems.AddRange(await TrainerAsync(cancellationToken));
        if (Plans(nameof(DeliveryStep.Train)) || Plans(nameof(DeliveryStep.ProfileData)))
            problems.AddRange(await JobSession.CheckAsync(request, cancellationToken));
        if (Plans(nameof(DeliveryStep.Evaluate)) && workspace.Manifest.Find<EvaluationSection>() is not null)
        {
            problems.AddRange(await workspace.Parts.CheckMetricsAsync(cancellationToken));
            problems.AddRange(await workspace.Parts.CheckRulesAsync(cancellationToken));
            problems.AddRange(CheckFolds());
            problems.AddRange(Evaluator.CheckPrices(workspace.Manifest));
            problems.AddRange(await VersionsAsync(cancellationToken));
            problems.AddRange(await ColumnsAsync(cancellationToken));
            problems.AddRange(Evaluator.CheckFairness(workspace.Manifest, workspace.Manifest.Get<DataSection>().Protected));
        }

        if (Plans(nameof(DeliveryStep.Deploy)))
            problems.AddRange(await EnvironmentsAsync(file => file.Select(request.Environment), cancellationToken));
        if (Plans(WriteManifests))
            problems.AddRange(await EnvironmentsAsync(file => file.SelectWithManifests(request.Environment), cancellationToken));
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
        if (Plans(nameof(DeliveryStep.ValidateData)) || Plans(nameof(DeliveryStep.ProfileData)))
            ArtifactsNotWritableException.ThrowIfNeeded(workspace.Root, workspace.Artifacts.Folder);
    }

    private bool Plans(string target) => request.Planned.Contains(target);

    private async Task<IReadOnlyList<Problem>> TrainerAsync(CancellationToken cancellationToken)
    {
        var wanted = workspace.Manifest.Get<TrainingSection>().TrainerName;
        var trainers = await workspace.Parts.TrainersAsync(wanted, cancellationToken);
        return TrainingRun.Check(workspace.Manifest, trainers, await workspace.Parts.TrialMetricsAsync(cancellationToken));
    }

    /// <summary>Data whose header cannot be read is the business of its validation, which comes next and says why.</summary>
    private async Task<IReadOnlyList<Problem>> ColumnsAsync(CancellationToken cancellationToken)
    {
        var header = await DatasetFiles.ReadHeaderAsync(workspace.Dataset, workspace.Progress, cancellationToken);
        if (!header.TryGet(out var columns))
            return [];
        var section = workspace.Manifest.Get<DataSection>();
        var loaded = columns.Where(x => !section.Ignore.Contains(x) || section.Protected.Contains(x));
        var known = loaded.ToList();
        return
        [
            .. Evaluator.CheckSlices(workspace.Manifest, known),
            .. Evaluator.CheckExplanation(workspace.Manifest, known),
            .. await BehaviourFile.CheckAsync(workspace, columns, cancellationToken),
        ];
    }

    /// <summary>A gate that compares with a version that the registry does not have.</summary>
    private async Task<IReadOnlyList<Problem>> VersionsAsync(CancellationToken cancellationToken) =>
        workspace.Manifest.Get<EvaluationSection>().ComparedVersions.Count == 0 ? [] : Evaluator.CheckVersions(
            workspace.Manifest,
            await (await openRegistry(cancellationToken)).ListVersionsAsync(cancellationToken));

    /// <summary>A gate on folds, where none are made.</summary>
    private IEnumerable<Problem> CheckFolds() =>
        workspace.Manifest.Find<TrainingSection>() is { CrossValidation: not null } ? [] :
        workspace.Manifest.Get<EvaluationSection>().Gates.OfType<MetricGate>()
            .Where(gate => gate.On == GateRows.CrossValidation)
            .Select(gate => workspace.Manifest.Locate($"{workspace.Manifest.PathOf(gate)}.on").Problem(
                $"The gate on {gate.Name} is held against cross-validation, and training has none.",
                "Write training.cross-validation: {folds: 5}."));

    private async Task<IReadOnlyList<Problem>> EnvironmentsAsync(
        Action<EnvironmentsFile> use, CancellationToken cancellationToken)
    {
        try
        {
            use(await EnvironmentsFile.ReadAsync(request, cancellationToken));
            return [];
        }
        catch (InvalidInputException exception)
        {
            return exception.Problems;
        }
    }
}

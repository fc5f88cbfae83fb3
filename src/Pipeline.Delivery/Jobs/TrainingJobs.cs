using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Training.Jobs;

namespace Pipeline.Delivery.Jobs;

/// <summary>The jobs of one training: its trials, and the training itself.</summary>
/// <param name="session">Runs them.</param>
/// <param name="form">What all of them have in common.</param>
internal sealed class TrainingJobs(JobSession session, JobDocument form) : ITrainingJobs
{
    public int AtOnce => session.AtOnce;

    public async Task<SearchTrial> TryAsync(TrialJob trial, CancellationToken cancellationToken)
    {
        var result = await session.RunAsync(form with { Kind = JobKind.Trial, Trial = trial }, cancellationToken);
        return result.Problems.Count > 0 ? throw new InvalidInputException(result.Problems.Select(problem => problem.ToProblem()))
            : result.Trial ?? throw JobSession.Nothing(string.Create(CultureInfo.InvariantCulture, $"trial {trial.Number}"));
    }

    public async Task<Validated<TrainedFiles>> TrainAsync(FoundSetting? found, CancellationToken cancellationToken)
    {
        var result = await session.RunAsync(form with { Kind = JobKind.Train, Found = found }, cancellationToken);
        session.Report(result);
        if (result.Problems.Count > 0)
            return Validated.Invalid<TrainedFiles>(result.Problems.Select(problem => problem.ToProblem()));
        var run = DocumentFile.Read<RunDocument>(await session.ReadAsync(result, JobNames.Run, cancellationToken), JobNames.Run);
        var learned = RowSet.Read(await session.ReadAsync(result, JobNames.Learned, cancellationToken), JobNames.Learned);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var name in result.Files.Keys.Where(name => name.StartsWith(JobNames.Model, StringComparison.Ordinal)))
            files[name[JobNames.Model.Length..]] = await session.ReadAsync(result, name, cancellationToken);
        var model = ModelArtifact.Of(files, "the result of the job");
        return Validated.Valid(new TrainedFiles(run.OrThrow(), model, learned.OrThrow()));
    }
}

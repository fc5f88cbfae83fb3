using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Training.Jobs;

/// <summary>
/// Does the work of a training elsewhere: each trial of a search, and the training itself. Which trials there are is decided
/// here, so that a search has the same ones wherever they run.
/// </summary>
public interface ITrainingJobs
{
    /// <summary>How many trials may run at once; a search's <c>concurrency</c> may be less.</summary>
    int AtOnce { get; }

    /// <summary>The trial as it ended; the same job that ended before is not done again.</summary>
    /// <exception cref="InvalidInputException">What the worker was given is wrong.</exception>
    /// <exception cref="JobFailedException">No machine could end it.</exception>
    Task<SearchTrial> TryAsync(TrialJob trial, CancellationToken cancellationToken);

    /// <summary>Trains, and brings back what was made; what is wrong with data or manifest is a problem.</summary>
    /// <param name="found">What a search found; null where none was asked for.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <exception cref="JobFailedException">No machine could end it.</exception>
    Task<Validated<TrainedFiles>> TrainAsync(FoundSetting? found, CancellationToken cancellationToken);
}

/// <summary>A trial that somebody else is to run.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Setting">Coordinates, by parameter of the search.</param>
/// <param name="Earlier">The trials that it may be compared with.</param>
public sealed record TrialJob(int Number, IReadOnlyList<double> Setting, IReadOnlyList<SearchTrial> Earlier);

/// <summary>What a search found, for who trains with it.</summary>
/// <param name="Setting">Coordinates, by parameter of the search.</param>
/// <param name="Outcome">What the run says of the search.</param>
public sealed record FoundSetting(IReadOnlyList<double> Setting, SearchOutcome Outcome);

/// <summary>What a training made elsewhere.</summary>
/// <param name="Run">How.</param>
/// <param name="Model">Each of its files held to the digest in its signature.</param>
/// <param name="Learned">The identities of the rows that it learned from.</param>
public sealed record TrainedFiles(RunDocument Run, ModelArtifact Model, RowSet Learned);

/// <summary>A job was begun as often as it may be, and never ended well.</summary>
/// <param name="job">"trial 7".</param>
/// <param name="engine">Where.</param>
/// <param name="attempts">How often.</param>
/// <param name="reason">In the engine's words, without a period; null where it says nothing.</param>
/// <param name="log">What it wrote last.</param>
public sealed class JobFailedException(
    string job, string engine, int attempts, string? reason, IReadOnlyList<string> log) : Exception(
    Brief(job, engine, attempts, reason) + (log.Count == 0 ? "" : $" It wrote last:\n{string.Join('\n', log)}"))
{
    /// <summary>One sentence, without the log.</summary>
    public string Sentence { get; } = Brief(job, engine, attempts, reason);

    public IReadOnlyList<string> Log => log;

    private static string Brief(string job, string engine, int attempts, string? reason) => string.Create(
        CultureInfo.InvariantCulture,
        $"The {job} failed {attempts} times on {engine}: {reason ?? "it ended without a result"}.");
}

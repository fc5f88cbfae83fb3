using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Rollouts;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>What came true of predictions, as it is told to servers.</summary>
public interface IOutcomeCounts
{
    /// <summary>Of the predictions of each revision those of which it is known by now what came true.</summary>
    /// <param name="outcome">That is counted: "yes", or a number as "1".</param>
    /// <param name="since">Earlier predictions are left out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<OutcomeCount>> CountAsync(
        string outcome, DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>What is known of a revision's predictions.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Hits">How many had the outcome.</param>
/// <param name="Known">How many had any.</param>
public sealed record OutcomeCount(int Revision, long Hits, long Known);

/// <summary>The options of <c>outcome_share</c>.</summary>
[Description("Which outcome of predictions is counted.")]
public sealed record OutcomeShareOptions
{
    [Description("What came true, as feedback has it: bought.")]
    [Length(1, 1000)]
    public required string Outcome { get; init; }

    [Description("Whether more of it is better, where it is compared with the stable revision; true by default.")]
    public bool HigherIsBetter { get; init; } = true;
}

/// <summary>
/// The share of predictions with a known outcome that have a certain one: how often people bought, paid back, came again. Each
/// request is answered by one revision, so that outcomes are told of the one that gave the answer. Those that come late are
/// taken to be as those that come soon.
/// </summary>
internal sealed class OutcomeShareAnalysis : IAnalysis
{
    public string Name => "outcome_share";

    public Type Options => typeof(OutcomeShareOptions);

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public IEnumerable<Finding> Check(AnalysisRequest request)
    {
        if (request.Options is not OutcomeShareOptions)
            yield return new Finding(nameof(AnalysisSpec.Options), $"{Name} has no options.", "It needs outcome.");
        if (request.Criterion is Criterion.OneOf)
            yield return new Finding(nameof(AnalysisSpec.Criterion), "A share is not one of a list.");
    }

    public IAnalysisSensor Open(AnalysisRequest request) => new Sensor(request, (OutcomeShareOptions)request.Options!);

    private sealed class Sensor(AnalysisRequest request, OutcomeShareOptions options) : IAnalysisSensor
    {
        private readonly DateTimeOffset _since = request.Clock.GetUtcNow();

        public async Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken)
        {
            if (!look.AnswersClients)
                return new NoEvidence("no client is answered by the new revision yet");
            var counts = await CountAsync(cancellationToken);
            var (hits, known) = Of(look.Candidate);
            return new ShareEvidence(hits, known)
            {
                Noun = "outcomes",
                HigherIsBetter = options.HigherIsBetter,
                Stable = look.Stable is { } stable ? Of(stable) : null,
            };

            (long Hits, long Known) Of(RevisionView view) =>
                counts.FirstOrDefault(x => x.Revision == view.Revision.Number) is { } count ? (count.Hits, count.Known) : (0, 0);
        }

        private async Task<IReadOnlyList<OutcomeCount>> CountAsync(CancellationToken cancellationToken)
        {
            if (request.Outcomes is not { } outcomes)
                throw new MeasurementFailedException("nobody reads the prediction log here");
            try
            {
                return await outcomes.CountAsync(options.Outcome, _since, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or EngineFailedException or InvalidInputException)
            {
                throw new MeasurementFailedException(exception.Message);
            }
        }
    }
}

using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Analysis;
using Pipeline.Models.Predictions;

namespace Pipeline.Delivery;

/// <summary>Outcomes by the prediction log of an environment, wherever its servers write it.</summary>
/// <param name="bring">Gives the folder with all that there is of it now.</param>
internal sealed class LoggedOutcomes(Func<CancellationToken, Task<string>> bring) : IOutcomeCounts
{
    public async Task<IReadOnlyList<OutcomeCount>> CountAsync(
        string outcome, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var folder = await bring(cancellationToken);
        var options = new PredictionLogReaderOptions { From = since };
        var reader = new PredictionLogReader(folder, PredictionLogCursor.Start, options);
        var (join, revisions) = (new FeedbackJoin(new FeedbackJoinOptions()), new List<int>());
        await foreach (var batch in reader.ReadAsync(new Progress<Problem>(), cancellationToken))
        {
            join.Add(batch);
            for (var row = 0; row < batch.Count; row++)
                revisions.Add(batch.Times[row] >= since.UtcTicks ? batch.Model?.Revision ?? 0 : 0);
        }

        var joined = join.Join();
        return
        [
            .. revisions.Index().Where(x => x.Item > 0 && joined[x.Index] is not null)
                .GroupBy(x => x.Item, x => joined[x.Index]!.Value)
                .Select(x => new OutcomeCount(x.Key, x.LongCount(value => Is(value, outcome)), x.LongCount()))
                .OrderBy(x => x.Revision),
        ];
    }

    private static bool Is(LoggedValue value, string outcome) =>
        value.Text == outcome
        || (value.Number is { } number
            && double.TryParse(outcome, NumberStyles.Float, CultureInfo.InvariantCulture, out var other) && number.Equals(other));
}

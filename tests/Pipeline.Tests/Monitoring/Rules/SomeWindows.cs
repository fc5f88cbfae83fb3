using Pipeline.Core.Identity;
using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Windows;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Rules;

/// <summary>Windows of a model with a number and a category, and what that model learned from.</summary>
internal static class SomeWindows
{
    public static WatchedModel Model { get; } = SomeLog.Watched with
    {
        Reference = new ReferenceDocument
        {
            ModelDigest = SomeLog.Model,
            Rows = 5000,
            InputProfiles = [Incomes(5000, 0, 1), Purposes(5000)],
            OutputProfiles = [Numbers("probability", 5000, x => x.Unit())],
        },
    };

    public static WindowDocument Window(int hour, double predictions = 1000) => new()
    {
        Series = new WindowSeries(SomeLog.Model, IsShadow: false),
        Model = ModelName.Parse("loan-default"),
        From = At(hour),
        To = At(hour + 1),
        Rows = 1000,
        Predictions = predictions,
        InputProfiles = [Incomes(1000, 2, 1), Purposes(1000)],
        OutputProfiles = [Numbers("probability", 1000, x => x.Unit())],
        Latency = Numbers("latency", 1000, x => 1 + x.Unit()),
        Outcomes = new FeedbackCounts(),
    };

    public static DateTimeOffset At(int hour) => SomeLog.Monday + TimeSpan.FromHours(hour);

    public static ColumnProfile Incomes(int rows, int seed, double unit) =>
        Numbers("income", rows, x => unit * (500 + (2000 * x.Unit())), seed);

    public static ColumnProfile Numbers(string name, int rows, Func<Draw, double> draw, int seed = 3)
    {
        var (column, random) = (new ColumnAccumulator(name, DataType.Number), new Draw(seed));
        column.Add([.. Enumerable.Range(0, rows).Select(_ => draw(random))]);
        return column.ToProfile();
    }

    public static ColumnProfile Purposes(int rows)
    {
        var column = new ColumnAccumulator("purpose", DataType.Category);
        column.Add(["car", "home"], [.. Enumerable.Range(0, rows).Select(x => x % 2)]);
        return column.ToProfile();
    }

    internal sealed class Draw(int seed)
    {
        private SeededRandom _random = new(seed, 0);

        public double Unit() => _random.Unit();
    }
}

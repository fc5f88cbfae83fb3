using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Replay;

/// <summary>Windows of twenty columns of many shapes, in which nothing changes, held against the standard rules.</summary>
internal static class SteadyWindows
{
    /// <summary>As many follow each other before another reference is drawn.</summary>
    private const int WindowsOfReference = 50;

    /// <summary>In how many of so many windows an alert fires.</summary>
    /// <param name="seed">What chance begins with.</param>
    /// <param name="windows">A multiple of 50.</param>
    /// <param name="referenceRows">Of each reference.</param>
    /// <param name="rows">Of each window.</param>
    public static int Alerts(int seed, int windows, int referenceRows, int rows)
    {
        var simulation = new DriftSimulation(seed);
        var fired = new int[windows / WindowsOfReference];
        Parallel.For(0, fired.Length, group =>
        {
            var judge = new RuleJudge(new MonitoringSection(), Model(simulation.Profile(referenceRows, group, stream: 0)));
            var (book, earlier) = (AlertBook.Empty, new List<WindowDocument>());
            for (var i = 0; i < WindowsOfReference; i++)
            {
                var window = Window(i, rows, simulation.Profile(rows, group, stream: i + 1));
                book = book.Take(WatchedTraffic.RoundOf(judge.Judge(window, earlier.TakeLast(1).ToList())));
                earlier.Add(window);
                fired[group] += book.Open.Any(x => x.State == AlertState.Firing) ? 1 : 0;
            }
        });
        return fired.Sum();
    }

    private static WatchedModel Model(IReadOnlyList<ColumnProfile> reference) => new()
    {
        Digest = Digest.OfText("steady"),
        Signature = new ModelSignature
        {
            Flavor = "mlnet",
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("label", "yes", "no"),
            Inputs =
            [
                .. reference.Select(x => new ModelInput(
                    x.Name, x.Type == DataType.Number ? ColumnType.Number : ColumnType.Category, MayBeMissing: false)),
            ],
            Outputs = [],
        },
        Reference = new ReferenceDocument
        {
            ModelDigest = Digest.OfText("steady"),
            Rows = reference[0].Count,
            InputProfiles = reference,
            OutputProfiles = [],
        },
    };

    private static WindowDocument Window(int day, int rows, IReadOnlyList<ColumnProfile> columns) => new()
    {
        Series = new WindowSeries(Digest.OfText("steady"), IsShadow: false),
        Model = ModelName.Parse("steady"),
        From = LoanTraffic.Begin.AddDays(day),
        To = LoanTraffic.Begin.AddDays(day + 1),
        Rows = rows,
        Predictions = rows,
        InputProfiles = columns,
        OutputProfiles = [],
        Latency = new ColumnProfile { Name = "latency", Type = DataType.Number, Count = 0, Missing = 0 },
    };
}

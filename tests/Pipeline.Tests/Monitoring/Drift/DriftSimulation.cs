using System.Globalization;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>Windows of twenty columns whose truth is known: without drift, and with a stated one.</summary>
/// <param name="seed">What chance begins with.</param>
internal sealed class DriftSimulation(int seed)
{
    /// <summary>How many windows are held against one reference before another one is drawn.</summary>
    private const int WindowsOfReference = 50;

    private const int MovedStreams = 0x6000_0000;

    /// <summary>What the columns are like: numbers of many shapes, and categories from 2 to 200 names.</summary>
    public static IReadOnlyList<(string Name, Func<Draw, object> Value)> Columns { get; } =
    [
        ("normal", x => x.Normal()),
        ("normal rounded", x => Math.Round(x.Normal(), 1)),
        ("uniform", x => x.Uniform()),
        ("exponential", x => x.Exponential()),
        ("lognormal 1", x => Math.Exp(x.Normal())),
        ("lognormal 1.5", x => Math.Exp(1.5 * x.Normal())),
        ("Student t 3", x => x.Student(3)),
        ("Pareto 2.5", x => Math.Exp(x.Exponential() / 2.5)),
        ("two humps", x => x.Normal() + (x.Uniform() < 0.3 ? 6 : 0)),
        ("mostly zero", x => x.Uniform() < 0.9 ? 0 : x.Exponential() * 1000),
        ("counts", x => x.Poisson(3)),
        ("rare counts", x => x.Poisson(0.1)),
        ("flag", x => x.Uniform() < 0.1 ? 1.0 : 0.0),
        ("stars", x => Math.Floor(x.Uniform() * x.Uniform() * 5)),
        ("2 names", x => Name(x.Uniform() < 0.02 ? 1 : 0)),
        ("5 names", x => Name((int)(x.Uniform() * 5))),
        ("20 names", x => Name(x.Zipf(20))),
        ("60 names", x => Name(x.Zipf(60))),
        ("60 equal names", x => Name((int)(x.Uniform() * 60))),
        ("200 names", x => Name(x.Zipf(200))),
    ];

    /// <summary>How many of so many windows without drift have a column that is said to drift, and by which columns.</summary>
    /// <param name="windows">A multiple of 50.</param>
    /// <param name="referenceRows">Of each reference.</param>
    /// <param name="rows">Of each window.</param>
    /// <param name="options">How columns are judged.</param>
    public (int Alerts, int Datasets, IReadOnlyDictionary<string, int> ByColumn) WithoutDrift(
        int windows, int referenceRows, int rows, DriftDetectionOptions options)
    {
        var reports = new DriftReport[windows];
        Parallel.For(0, windows / WindowsOfReference, group =>
        {
            var reference = Profile(referenceRows, group, stream: 0);
            for (var i = 0; i < WindowsOfReference; i++)
            {
                reports[(group * WindowsOfReference) + i] = DriftDetector.Compare(
                    reference, Profile(rows, group, stream: i + 1), options);
            }
        });
        return (
            reports.Count(x => x.Drifted.Any()),
            reports.Count(x => x.IsDrifted),
            reports.SelectMany(x => x.Drifted).GroupBy(x => x.Column).ToDictionary(x => x.Key, x => x.Count()));
    }

    /// <summary>The share of windows in which a column that has drifted is found to, beside nineteen that have not.</summary>
    /// <param name="windows">A multiple of 50.</param>
    /// <param name="referenceRows">Of each reference.</param>
    /// <param name="rows">Of each window.</param>
    /// <param name="column">Which one drifts.</param>
    /// <param name="drifted">What its values are now.</param>
    public double Found(int windows, int referenceRows, int rows, string column, Func<Draw, object> drifted)
    {
        var found = new bool[windows];
        Parallel.For(0, windows / WindowsOfReference, group =>
        {
            var reference = Profile(referenceRows, group, stream: 0);
            for (var i = 0; i < WindowsOfReference; i++)
            {
                var window = (group * WindowsOfReference) + i;
                var moved = Profile(column, drifted, rows, new Draw(seed, MovedStreams + window));
                var current = Profile(rows, group, stream: i + 1).Select(x => x.Name == column ? moved : x);
                found[window] = DriftDetector.Compare(reference, [.. current], new DriftDetectionOptions())
                    .Drifted.Any(x => x.Column == column);
            }
        });
        return found.Count(x => x) / (double)windows;
    }

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"name {number}");

    /// <summary>The columns of one window, or of a reference.</summary>
    public List<ColumnProfile> Profile(int rows, int group, int stream) =>
    [
        .. Columns.Select((x, index) => Profile(
            x.Name, x.Value, rows, new Draw(seed, (((group * (WindowsOfReference + 1)) + stream) * Columns.Count) + index))),
    ];

    private static ColumnProfile Profile(string name, Func<Draw, object> value, int rows, Draw draw)
    {
        var values = new object[rows];
        for (var i = 0; i < rows; i++)
            values[i] = value(draw);
        return values[0] is double
            ? Profiles.OfNumbers(name, [.. values.Cast<double>()])
            : Profiles.OfTexts(name, [.. values.Cast<string>()]);
    }
}

/// <summary>Random values of some distributions.</summary>
internal sealed class Draw(int seed, int stream)
{
    private const double Step = 1.0 / (1L << 53);

    private SeededRandom _random = new(seed, stream);

    /// <summary>Above 0 and below 1.</summary>
    public double Uniform() => ((_random.Next() >> 11) + 0.5) * Step;

    public double Exponential() => -Math.Log(Uniform());

    public double Normal() => Math.Sqrt(2 * Exponential()) * Math.Cos(2 * Math.PI * Uniform());

    public double Student(int freedom)
    {
        var sum = Enumerable.Range(0, freedom).Sum(_ => Math.Pow(Normal(), 2));
        return Normal() / Math.Sqrt(sum / freedom);
    }

    public double Poisson(double mean)
    {
        var (count, product) = (0, Uniform());
        for (var least = Math.Exp(-mean); product > least; count++)
            product *= Uniform();
        return count;
    }

    /// <summary>From 0, each about as often as its rank is low.</summary>
    public int Zipf(int names) => Math.Min(names - 1, (int)(Math.Pow(names + 1, Uniform()) - 1));
}

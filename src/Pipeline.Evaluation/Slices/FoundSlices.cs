using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Slices;

/// <summary>
/// Finds slices in one half of the test rows and measures them in the other, so that a slice which is bad by chance where it was
/// found is so no more where it is measured. Rows that belong together are in one half.
/// </summary>
/// <param name="rows">With truth and answers.</param>
/// <param name="columns">Whose values conditions are about.</param>
/// <param name="spec">How slices are looked for.</param>
/// <param name="sensor">Measures the metric that sums the task up.</param>
/// <param name="bootstrap">What the seed and the confidence are.</param>
internal sealed class FoundSlices(
    JudgedRows rows, IReadOnlyList<string> columns, SliceFinderSpec spec, MetricSensor sensor, BootstrapSpec bootstrap)
{
    private const int FewestRows = 30;
    private const double FalseDiscoveryRate = 0.05;

    /// <summary>By the loss that sums the task up, and by those that gates name; none where answers cannot be judged.</summary>
    public static IReadOnlyList<SliceSearch> Search(
        EvaluationRequest request, JudgedRows rows, BootstrapOptions options, CancellationToken cancellationToken)
    {
        if (rows.Answers.Broken is not null)
            return [];
        var section = request.Manifest.Get<EvaluationSection>();
        var sensor = new MetricSensor(
            rows.Task, options, new MetricCatalog([request.Metrics.First(x => x.Task == rows.Task)]), cancellationToken);
        var slices = new FoundSlices(rows, SliceFinderColumns.Of(request), section.SliceFinder, sensor, section.Bootstrap);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = request.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        return [.. section.Gates.OfType<FoundSlicesGate>().Select(x => x.Loss)
            .Prepend(RowLoss.Of(rows.Task)[0]).Distinct().Select(x => slices.Search(x, parallel))];
    }

    private int Minimum => Math.Max(FewestRows, (int)Math.Ceiling(spec.Minimum * rows.Truth.Count));

    /// <param name="loss">Its name.</param>
    /// <param name="parallel">How many threads to use; the answer is the same.</param>
    public SliceSearch Search(string loss, ParallelOptions parallel)
    {
        var losses = RowLoss.Of(rows, loss);
        var (searched, measured) = Halves(losses);
        var bins = columns.Select(x => BinnedColumn.Of(rows.Rows[x], Minimum)).OfType<BinnedColumn>().ToList();
        var finder = new SliceFinder(
            Array.ConvertAll(searched, x => losses[x]),
            [.. bins.Select(x => x.Take(searched))],
            bins,
            Math.Max(2, Minimum / 2),
            parallel);
        var found = searched.Length == 0 ? [] : finder.Find(spec.Depth);
        var measure = new SliceMeasure(losses, measured, rows.Groups, bootstrap.Confidence);
        var slices = found.Select(x => Describe(loss, x, bins, measure, found.Count)).ToList();
        var adjusted = FalseDiscovery.Adjusted([.. slices.Select(x => x.PValue)]);
        return new SliceSearch
        {
            Loss = loss,
            Columns = [.. bins.Select(x => x.Name)],
            Depth = spec.Depth,
            MinimumRows = Minimum,
            SearchedRows = searched.Length,
            MeasuredRows = measured.Length,
            Candidates = finder.Candidates,
            Whole = measure.Mean(loss, null, measured),
            FalseDiscoveryRate = FalseDiscoveryRate,
            Slices =
            [
                .. slices.Zip(adjusted, (slice, p) => slice with
                    {
                        AdjustedPValue = p, IsSignificant = p <= FalseDiscoveryRate,
                    })
                    .OrderByDescending(x => x.IsSignificant)
                    .ThenByDescending(x => (x.Excess.Value as MeasuredValue.Number)?.Value ?? double.MinValue)
                    .ThenBy(x => x.Name, StringComparer.Ordinal),
            ],
        };
    }

    private FoundSlice Describe(
        string loss, SliceCandidate found, IReadOnlyList<BinnedColumn> bins, SliceMeasure measure, int count)
    {
        var conditions = found.Conditions.Select(x => bins[x.Column].Condition(x.Span)).ToList();
        var name = string.Join(" and ", conditions.Select(ConditionText.Of));
        var all = Enumerable.Range(0, rows.Truth.Count).Where(row => Has(found, bins, row)).ToList();
        var inside = measure.Rows.Where(row => Has(found, bins, row)).ToArray();
        var (excess, pValue, effect) = measure.Excess($"{loss}_excess", name, inside, count);
        return new FoundSlice
        {
            Name = name,
            Conditions = conditions,
            Rows = all.Count,
            Share = (double)all.Count / rows.Truth.Count,
            Loss = measure.Mean(loss, name, inside),
            Excess = excess,
            Metric = sensor.Measure(rows.Take(name, inside), bootstrap.Confidence)[0],
            EffectSize = effect,
            PValue = pValue,
            AdjustedPValue = pValue,
            IsSignificant = false,
        };
    }

    private static bool Has(SliceCandidate found, IReadOnlyList<BinnedColumn> bins, int row)
    {
        foreach (var condition in found.Conditions)
        {
            if (!condition.Span.Has(bins[condition.Column].Codes[row]))
                return false;
        }

        return true;
    }

    /// <summary>By what a row is, not by where it stands; each half in an order of its own.</summary>
    private (int[] Searched, int[] Measured) Halves(double[] losses)
    {
        var keys = new (UInt128 Identity, double Loss)[losses.Length];
        var order = new int[losses.Length];
        for (var row = 0; row < order.Length; row++)
            (keys[row], order[row]) = ((rows.Identities[row], losses[row]), row);
        Array.Sort(keys, order);
        return ([.. order.Where(IsSearched)], [.. order.Where(x => !IsSearched(x))]);

        bool IsSearched(int row)
        {
            var identity = rows.Identities[row];
            var (low, high) = ((ulong)identity, (ulong)(identity >> 64));
            var mixed = low ^ (high * 0x9E3779B97F4A7C15);
            return new SeededRandom((int)mixed ^ bootstrap.Seed, (int)(mixed >> 32)).Below(2) == 0;
        }
    }
}

/// <summary>Answers gates on slices that were found.</summary>
/// <param name="searches">One for each loss that a gate names.</param>
/// <param name="broken">Why nothing was looked for, as a clause; null where it was.</param>
internal sealed class FoundSlicesGates(IReadOnlyList<SliceSearch> searches, string? broken) : IGateSource
{
    /// <summary>So many times a slice's least rows must be there, or finding none says nothing.</summary>
    private const int FewestSlices = 4;

    public bool Knows(GateSpec gate) => gate is FoundSlicesGate;

    public IEnumerable<GateMeasurement> Measure(GateSpec gate)
    {
        var asked = (FoundSlicesGate)gate;
        var subject = $"found-slices/{asked.Loss}";
        if (broken is not null)
        {
            return [new GateMeasurement(
                subject, new Measurement { Name = asked.Loss, Value = new MeasuredValue.NotMeasured(broken) })];
        }

        var search = searches.First(x => x.Loss == asked.Loss);
        var bad = search.Slices.Where(x => x.IsSignificant).ToList();
        return bad.Count == 0
            ? [new GateMeasurement(subject, search.Whole, WithoutSlices(search))]
            : bad.Select(x => new GateMeasurement($"{subject}/{x.Name}", asked.Relative ? Relative(x.Excess, search) : x.Excess));
    }

    private static Verdict WithoutSlices(SliceSearch search)
    {
        var rows = search.SearchedRows + search.MeasuredRows;
        return rows < FewestSlices * search.MinimumRows
            ? Verdict.Inconclusive(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows} test rows are too few to find slices of {search.MinimumRows} rows in; "
                + $"at least {FewestSlices * search.MinimumRows} are required."))
            : Verdict.Passed(string.Create(
                CultureInfo.InvariantCulture,
                $"No slice of {search.MinimumRows} rows or more was found whose {search.Loss} is greater for sure."));
    }

    /// <summary>The whole's loss is of so many more rows that it counts as known.</summary>
    private static Measurement Relative(Measurement excess, SliceSearch search)
    {
        var whole = ((MeasuredValue.Number)search.Whole.Value).Value;
        return excess with
        {
            Name = $"relative {excess.Name}",
            Value = ((MeasuredValue.Number)excess.Value).Value / whole,
            Interval = new ConfidenceInterval(
                excess.Interval!.Low / whole, excess.Interval.High / whole, excess.Interval.Confidence),
        };
    }
}

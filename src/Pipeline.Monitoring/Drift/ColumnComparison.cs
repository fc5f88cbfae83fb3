using System.Globalization;
using MathNet.Numerics;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>One column of a window and of its reference: what is measured, and how it is judged.</summary>
internal static class ColumnComparison
{
    private const long SmallReference = 1000;
    private const long FewValues = 5;
    private const double LeastDeviation = 0.001;

    /// <summary>Passed, where it can be judged, until p-values are corrected.</summary>
    public static ColumnDrift Of(ColumnSample reference, ColumnSample current, DriftDetectionOptions options)
    {
        var wish = options.Columns.GetValueOrDefault(reference.Profile.Name) ?? new ColumnDriftOptions();
        var shares = ColumnShares.Of(reference, current);
        if (Math.Min(reference.Count, current.Count) is var fewest && fewest < options.MinimumSamples)
            return shares with { Verdict = TooFew(reference, current, options.MinimumSamples) };
        var (method, reason) = Choose(reference, current, wish, options);
        if (Refuse(method, reference, current) is { } refusal)
        {
            return shares with
            {
                Verdict = Verdict.Errored($"Drift of '{reference.Profile.Name}' was not measured: {refusal}."),
            };
        }

        var measured = Measure(method, reference, current);
        if (!double.IsFinite(measured.Value) || double.IsNaN(measured.PValue))
        {
            return shares with
            {
                Verdict = Verdict.Errored($"Drift of '{reference.Profile.Name}' was not measured: its numbers are too large."),
            };
        }

        var learned = ReferenceLimits.Of(wish.ReferenceValues, wish.Deviations);
        return shares with
        {
            Verdict = Verdict.Passed(),
            Method = method,
            MethodReason = reason,
            Value = measured.Value,
            Noise = measured.Noise,
            PValue = Math.Clamp(measured.PValue, 0, 1),
            Limit = learned?.High ?? wish.Limit ?? method.Limit(),
            IsLearned = learned is not null,
            LimitsPValue = learned is null && method.IsTest(),
            Bins = Bins.ForPlots(reference, current),
        };
    }

    /// <summary>
    /// A p-value is drift below its limit; a distance at or above it, when what sampling adds to it is taken off. Neither is
    /// unless the p-value, corrected for the number of columns, is within the false-discovery rate.
    /// </summary>
    public static Verdict Judge(ColumnDrift drift, double rate)
    {
        var isBeyond = drift.LimitsPValue ? drift.PValue < drift.Limit : Beyond(drift) >= drift.Limit;
        var isSure = drift.CorrectedPValue <= rate;
        var sentence = Sentence(drift);
        return isBeyond && isSure ? Verdict.Failed($"{sentence}.")
            : isBeyond && !drift.LimitsPValue ? Verdict.Passed($"{sentence}, which chance gives too often to be drift.")
            : Verdict.Passed($"{sentence}.");
    }

    /// <summary>What of a distance its limit is for; of a learned limit all of it.</summary>
    public static double Beyond(ColumnDrift drift) => drift.IsLearned ? Math.Abs(drift.Value!.Value) : Excess(drift);

    /// <summary>
    /// What of a distance is beyond what sampling gives: distances that are roots of sums of squares add like these, the
    /// population stability index like its terms.
    /// </summary>
    private static double Excess(ColumnDrift drift)
    {
        var (value, noise) = (drift.Value!.Value, drift.Noise ?? 0);
        return drift.Method == DriftMethod.PopulationStability
            ? Math.Max(0, value - noise)
            : Math.Sqrt(Math.Max(0, (value * value) - (noise * noise)));
    }

    private static (DriftMethod Method, string Reason) Choose(
        ColumnSample reference, ColumnSample current, ColumnDriftOptions wish, DriftDetectionOptions options)
    {
        var areNumbers = reference.Numbers is not null && current.Numbers is not null;
        if (wish.Method is null && reference.Profile.Type == DataType.Text)
            return (DriftMethod.TextLength, "free text, whose values do not repeat");
        if ((wish.Method ?? (areNumbers ? options.NumberMethod : options.CategoryMethod)) is { } wished)
            return (wished, "as the settings have it");
        var (distinct, isSmall) = (Bins.Union(reference, current), reference.Count <= SmallReference);
        var rows = isSmall ? "a reference of up to 1000 values" : "a reference of more than 1000 values";
        return (areNumbers && distinct > FewValues, isSmall, distinct > 2) switch
        {
            (true, true, _) => (DriftMethod.KolmogorovSmirnov, $"numbers with more than 5 different values, {rows}"),
            (true, false, _) => (DriftMethod.Wasserstein, $"numbers with more than 5 different values, {rows}"),
            (false, true, true) => (DriftMethod.ChiSquare, $"{(areNumbers ? "numbers with up to 5" : "more than two")} "
                + $"different values, {rows}"),
            (false, true, false) => (DriftMethod.ZTest, $"up to two different values, {rows}"),
            (false, false, _) => (DriftMethod.JensenShannon,
                $"{(areNumbers ? "numbers with up to 5 different values" : "values that are no numbers")}, {rows}"),
        };
    }

    private static string? Refuse(DriftMethod method, ColumnSample reference, ColumnSample current) =>
        method.NeedsNumbers() && (reference.Numbers is null || current.Numbers is null)
            ? $"{method.Name()} compares numbers, and {(reference.Numbers is null ? "the reference" : "the window")} has others"
        : method == DriftMethod.TextLength && (Spread(reference) is null || Spread(current) is null)
            ? "a profile has no lengths of texts, or not how much they vary"
        : method == DriftMethod.ZTest && Bins.Union(reference, current) > 2
            ? "z compares the shares of two values, and there are more"
        : null;

    private static (double Value, double? Noise, double PValue) Measure(
        DriftMethod method, ColumnSample reference, ColumnSample current) =>
        method == DriftMethod.KolmogorovSmirnov ? KolmogorovSmirnov(reference.Numbers!, current.Numbers!)
        : method == DriftMethod.Wasserstein ? Wasserstein(reference, current)
        : method == DriftMethod.TextLength ? TextLength(reference, current)
        : OfBins(method, Bins.Of(reference, current));

    private static (double Value, double? Noise, double PValue) KolmogorovSmirnov(Ranking reference, Ranking current)
    {
        var statistic = SampleDistance.KolmogorovSmirnov(reference, current);
        return (statistic, null, PValueOf(statistic, reference, current));
    }

    private static double PValueOf(double statistic, Ranking reference, Ranking current) =>
        reference.IsExact && current.IsExact
            ? KolmogorovSmirnovTest.PValue(statistic, (long)reference.Total, (long)current.Total)
            : KolmogorovSmirnovTest.Asymptotic(
                statistic, SamplingNoise.EffectiveSize(reference), SamplingNoise.EffectiveSize(current));

    /// <summary>
    /// In standard deviations of the reference, with n, and at least 0.001 of them, as Evidently norms it. The p-value is twice
    /// the lesser one of its own and of Kolmogorov's and Smirnov's: where a distribution has a heavy tail the area says little
    /// of whether anything has changed, and ranks say all.
    /// </summary>
    private static (double Value, double? Noise, double PValue) Wasserstein(ColumnSample reference, ColumnSample current)
    {
        var (largest, distance) = SampleDistance.Both(reference.Numbers!, current.Numbers!);
        var noise = SamplingNoise.Wasserstein(reference.Numbers!, current.Numbers!, distance);
        var pValue = Math.Min(noise.PValue, PValueOf(largest, reference.Numbers!, current.Numbers!));
        var count = (double)reference.Count;
        var deviation = reference.Profile.Numbers?.StandardDeviation ?? double.PositiveInfinity;
        var norm = Math.Max(deviation * Math.Sqrt((count - 1) / count), LeastDeviation);
        return (distance / norm, noise.Mean / norm, Math.Min(1, 2 * pValue));
    }

    /// <summary>By Welch's statistic, which is normal for as many values as are required.</summary>
    private static (double Value, double? Noise, double PValue) TextLength(ColumnSample reference, ColumnSample current)
    {
        var (then, now) = (Spread(reference)!.Value, Spread(current)!.Value);
        var error = Math.Sqrt((then * then / reference.Count) + (now * now / current.Count));
        var difference = Math.Abs(current.Profile.Lengths!.Mean - reference.Profile.Lengths!.Mean);
        var norm = Math.Max(then, LeastDeviation);
        var pValue = error > 0 ? SpecialFunctions.Erfc(difference / error / Constants.Sqrt2) : difference > 0 ? 0 : 1;
        return (difference / norm, Math.Sqrt(2 / Math.PI) * error / norm, pValue);
    }

    private static double? Spread(ColumnSample sample) => sample.Profile.Lengths?.StandardDeviation;

    private static (double Value, double? Noise, double PValue) OfBins(DriftMethod method, Bins bins)
    {
        var (first, second) = bins.Effective();
        var test = ChiSquareTest.Sparse(first, second);
        if (method == DriftMethod.ChiSquare)
            return (test.Statistic, null, test.PValue);
        if (method == DriftMethod.ZTest)
        {
            var share = ShareTest.Of(first[0], first.Sum(), second[0], second.Sum());
            return (share.Statistic, null, share.PValue);
        }

        var value = method switch
        {
            DriftMethod.JensenShannon => Divergence.JensenShannon(bins.Reference, bins.Current),
            DriftMethod.PopulationStability => Divergence.PopulationStability(bins.Reference, bins.Current),
            DriftMethod.TotalVariation => Divergence.TotalVariation(bins.Reference, bins.Current),
            _ => Divergence.LInfinity(bins.Reference, bins.Current),
        };
        return (value, SamplingNoise.OfBins(method, first, second), test.PValue);
    }

    private static Verdict TooFew(ColumnSample reference, ColumnSample current, long minimum)
    {
        var (who, count) = current.Count < minimum ? ("The window", current.Count) : ("The reference", reference.Count);
        return Verdict.Inconclusive(string.Create(
            CultureInfo.InvariantCulture,
            $"{who} has {count} values of '{reference.Profile.Name}'; at least {minimum} are required."));
    }

    private static string Sentence(ColumnDrift drift)
    {
        var p = drift.CorrectedPValue < 0.0001 ? "< 0.0001"
            : string.Create(CultureInfo.InvariantCulture, $"= {drift.CorrectedPValue:0.####}");
        var sides = string.Create(
            CultureInfo.InvariantCulture, $"{drift.Samples} values against {drift.ReferenceSamples}, corrected p {p}");
        var value = string.Create(CultureInfo.InvariantCulture, $"{drift.Value:0.####}");
        var limit = string.Create(CultureInfo.InvariantCulture, $"{drift.Limit:0.####}");
        var noise = drift.Noise is { } mean
            ? string.Create(CultureInfo.InvariantCulture, $", of which sampling alone gives {mean:0.####}")
            : "";
        return $"{Capital(drift.Method!.Value.Words())} of '{drift.Column}' is {value}{noise} ({sides}); "
            + (drift.LimitsPValue ? $"a p-value below {limit} is drift"
                : $"from {limit}{(drift.IsLearned ? ", learned from good windows," : "")} on it is drift");
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}

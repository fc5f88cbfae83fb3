using System.Collections.Immutable;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Explanation;

/// <summary>Explains a model by its test rows: importances, attributions, partial dependences.</summary>
/// <param name="request">Whose model, and whose training rows stand for what is not known.</param>
/// <param name="rows">The test rows with the model's answers.</param>
/// <param name="spec">What the manifest says.</param>
internal sealed class ExplanationMaker(EvaluationRequest request, JudgedRows rows, ExplanationSpec spec)
{
    private const int MostInputsInFull = 20;
    private const int MostDependences = 5;
    private const int MostPoints = 500;

    /// <summary>What models that have to be asked are asked about, in all, for each kind of explanation.</summary>
    private const int MostAsked = 500_000;
    private const int FewestRows = 20;
    private const int FewestImportanceRows = 200;

    /// <summary>Null where the manifest wants none, or the answers cannot be judged.</summary>
    /// <param name="metric">The first of the task.</param>
    /// <param name="confidence">Of intervals.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ExplanationReport? Make(IMetric metric, double confidence, CancellationToken cancellationToken)
    {
        if (spec.Method == ExplanationMethod.None || rows.Answers.Broken is not null)
            return null;
        var order = Order();
        var permuted = new PermutationImportance(request, rows, spec);
        var permutations = request.Predictor.Signature.Inputs.Count * spec.Repeats;
        var measured = Taken(order, Limited(spec.ImportanceRows, permutations, FewestImportanceRows));
        var importance = permuted.Measure(metric, measured, confidence, cancellationToken);
        if (importance is null)
            return null;
        var top = importance.Inputs.Select(input => input.Input).ToList();
        var dependence = new PartialDependences(request.Predictor, rows.Rows, request.Data.Personal);
        return new ExplanationReport
        {
            Seed = spec.Seed,
            Importance = importance,
            Attributions = Attribute(order, cancellationToken),
            PartialDependences = dependence.Of(top, Taken(order, spec.Rows), MostDependences, cancellationToken),
        };
    }

    private AttributionReport? Attribute(int[] order, CancellationToken cancellationToken)
    {
        if (Explainer(cancellationToken) is not { } explainer)
            return null;
        var chosen = Taken(order, Limited(spec.Rows, explainer.AskedPerRow, FewestRows));
        var table = rows.Rows.Select(chosen);
        var attributions = explainer.Explain(table, cancellationToken);
        if (attributions.Any(one => !double.IsFinite(one.Answer) || one.Contributions.Any(part => !double.IsFinite(part))))
            return null;
        var inputs = request.Predictor.Signature.Inputs;
        var ranked = inputs.Select((input, place) => (
                Input: input, Place: place, Mean: attributions.Average(one => Math.Abs(one.Contributions[place]))))
            .OrderByDescending(input => input.Mean).ThenBy(input => input.Place).ToList();
        return new AttributionReport
        {
            Method = explainer.Method,
            Output = explainer.Output,
            BaseValue = attributions.Average(one => one.BaseValue),
            Rows = chosen.Length,
            Background = explainer.Background,
            Inputs = [.. ranked.Select((input, rank) => new InputAttribution
            {
                Input = input.Input.Name,
                MeanMagnitude = input.Mean,
                StandardError = attributions[0].StandardErrors is null
                    ? null
                    : attributions.Average(one => one.StandardErrors!.Value[input.Place]),
                Points = rank < MostInputsInFull ? Points(table[input.Input.Name], Contributions(attributions, input.Place)) : [],
                Dependence = rank < MostDependences
                    ? Dependence(input.Input, table[input.Input.Name], Contributions(attributions, input.Place))
                    : null,
            })],
        };
    }

    private IExplainer? Explainer(CancellationToken cancellationToken)
    {
        var (predictor, train) = (request.Predictor, request.Data.Train);
        var isInterventional = spec.Method == ExplanationMethod.Interventional;
        var background = isInterventional
            ? new Background { Rows = Background.Sample(predictor.Signature, train, spec.Background) }
            : Background.Of(predictor, train, spec.Background, cancellationToken);
        var options = new ExplainerOptions { IsInterventional = isInterventional, Seed = spec.Seed };
        return train.Indexes.Count == 0 ? null : Explainers.Of(predictor, background, options);
    }

    private List<AttributionPoint> Points(Column column, double[] contributions)
    {
        var positions = request.Data.Personal.Contains(column.Name) ? null : Positions(column, contributions);
        return [.. contributions.Take(MostPoints).Select((one, row) => new AttributionPoint(
            Shortened(one), positions is null || column.IsMissing(row) ? null : Shortened(positions[row])))];
    }

    private List<DependencePoint>? Dependence(ModelInput input, Column column, double[] contributions) =>
        request.Data.Personal.Contains(input.Name) || input.DataType is DataType.Text ? null :
        [
            .. contributions.Take(MostPoints).Select((one, row) => new DependencePoint(
                Shortened(one),
                column is NumberColumn numbers && !column.IsMissing(row) ? numbers.Values[row] : null,
                column is NumberColumn ? null : column.Text(row))),
        ];

    /// <summary>Ranks of numbers, and of categories by what they contribute in the mean; equal values have one place.</summary>
    private static double[] Positions(Column column, double[] contributions)
    {
        var keys = column is NumberColumn numbers
            ? [.. numbers.Values]
            : Means(column, contributions);
        var distinct = keys.Where(key => !double.IsNaN(key)).Order().ToArray();
        var most = Math.Max(1, distinct.Length - 1);
        return Array.ConvertAll(keys, key => double.IsNaN(key) ? 0 : (double)Below(distinct, key) / most);
    }

    private static double[] Means(Column column, double[] contributions)
    {
        var means = Enumerable.Range(0, column.Count).GroupBy(row => column.Text(row) ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Average(row => contributions[row]));
        return [.. Enumerable.Range(0, column.Count).Select(row => means[column.Text(row) ?? ""])];
    }

    private static int Below(double[] sorted, double key)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double[] Contributions(IReadOnlyList<Attribution> attributions, int input) =>
        [.. attributions.Select(one => one.Contributions[input])];

    /// <summary>More digits than anybody sees would make the document twice as long.</summary>
    private static double Shortened(double value) => Significant.Of(value);

    private static int Limited(int rows, int askedPerRow, int fewest) =>
        Math.Min(rows, Math.Max(fewest, MostAsked / Math.Max(1, askedPerRow)));

    private static int[] Taken(int[] order, int count) => Spread(order, Math.Min(count, order.Length));

    private static int[] Spread(int[] order, int count) =>
        [.. Enumerable.Range(0, count).Select(place => order[(int)((long)place * order.Length / count)])];

    /// <summary>
    /// All rows in a random order that is made of what they are, so that it is the same whatever their order. Rows that are one
    /// another's like to the model have either place.
    /// </summary>
    private int[] Order()
    {
        var ordered = Enumerable.Range(0, rows.Rows.RowCount).OrderBy(row => rows.Truth[row]);
        foreach (var answers in rows.Answers.Columns)
            ordered = ordered.ThenBy(row => answers[row]);
        int[] canonical = [.. ordered];
        var places = RowSample.Places([.. canonical.Select(row => rows.Identities[row])], canonical.Length, spec.Seed);
        return Array.ConvertAll(places, place => canonical[place]);
    }
}

/// <summary>Numbers with as many digits as a drawing shows.</summary>
internal static class Significant
{
    private const int Digits = 6;

    public static double Of(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        var decimals = Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return decimals is >= 0 and <= 15 ? Math.Round(value, decimals) : value;
    }
}

using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Explanation;

/// <summary>
/// How a model's answer follows one input: each row is asked again with each of some values in it (Friedman 2001, "Greedy
/// function approximation", section 8.2), in the mean and row by row (Goldstein et al. 2015, "Peeking inside the black box").
/// </summary>
/// <param name="predictor">It stays its owner's.</param>
/// <param name="rows">The test rows.</param>
/// <param name="personal">Columns that have no values to show.</param>
internal sealed class PartialDependences(IPredictor predictor, Table rows, IReadOnlySet<string> personal)
{
    private const int MostPoints = 30;
    private const int MostRows = 200;
    private const int MostIndividuals = 50;
    private const int MostOutputs = 3;

    /// <summary>scikit-learn's usual percentiles: beyond them are few rows.</summary>
    private const double Margin = 0.05;

    /// <param name="inputs">By falling importance.</param>
    /// <param name="chosen">Rows in a random order.</param>
    /// <param name="most">How many of the inputs are looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IReadOnlyList<PartialDependence> Of(
        IReadOnlyList<string> inputs, int[] chosen, int most, CancellationToken cancellationToken)
    {
        var table = rows.Keep(predictor.Signature.Inputs.Select(input => input.Name));
        var asked = table.Select([.. chosen.Take(MostRows)]);
        return [.. inputs.Select(name => predictor.Signature.Inputs.Single(input => input.Name == name))
            .Where(input => !personal.Contains(input.Name) && input.DataType is not (DataType.Text or DataType.Timestamp))
            .Take(most)
            .SelectMany(input => Of(input, Grid(table[input.Name]), asked, cancellationToken))];
    }

    private IEnumerable<PartialDependence> Of(ModelInput input, Column grid, Table asked, CancellationToken cancellationToken)
    {
        if (grid.Count < 2)
            yield break;
        var (count, points) = (asked.RowCount, grid.Count);
        var (rowOf, pointOf) = (new int[count * points], new int[count * points]);
        for (var i = 0; i < rowOf.Length; i++)
            (pointOf[i], rowOf[i]) = (i / count, i % count);
        var mixed = new Table(asked.Columns.Select(column => (column.Name == input.Name ? grid : column)
            .Select(column.Name == input.Name ? pointOf : rowOf)));
        var scored = predictor.Score(mixed, cancellationToken);
        var signature = predictor.Signature;
        foreach (var output in TaskKind.Of(signature.Task).Outputs(signature.Label).Take(MostOutputs))
        {
            var answers = ((NumberColumn)scored[output]).Values.AsSpan();
            if (Describe(input, output, grid, answers.ToArray(), count) is { } described)
                yield return described;
        }
    }

    private static PartialDependence? Describe(ModelInput input, string output, Column grid, double[] answers, int count)
    {
        if (!Array.TrueForAll(answers, double.IsFinite))
            return null;
        var points = new PartialDependencePoint[grid.Count];
        for (var point = 0; point < points.Length; point++)
        {
            points[point] = new PartialDependencePoint(
                answers.AsSpan(point * count, count).ToArray().Average(),
                grid is NumberColumn numbers ? numbers.Values[point] : null,
                grid is NumberColumn ? null : grid.Text(point));
        }

        return new PartialDependence
        {
            Input = input.Name,
            Output = output,
            Rows = count,
            Points = points,
            Individuals =
            [
                .. Enumerable.Range(0, Math.Min(count, MostIndividuals)).Select(row => (IReadOnlyList<double>)
                    [.. Enumerable.Range(0, points.Length).Select(point => Significant.Of(answers[(point * count) + row]))]),
            ],
        };
    }

    /// <summary>A column of the values that are asked for; missing ones are none.</summary>
    private static Column Grid(Column column)
    {
        if (column is NumberColumn { Values: var values })
        {
            var known = values.Where(value => !double.IsNaN(value)).Order().ToList();
            var distinct = known.Distinct().ToList();
            return new NumberColumn(column.Name, [.. distinct.Count <= MostPoints ? distinct : Quantiles(known)]);
        }

        var names = new CategoryColumnBuilder(column.Name);
        var frequent = Enumerable.Range(0, column.Count).Select(column.Text).OfType<string>()
            .CountBy(name => name).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        foreach (var (name, _) in frequent.Take(MostPoints))
            names.Append(name);
        return names.Build();
    }

    private static IEnumerable<double> Quantiles(List<double> sorted) => Enumerable.Range(0, MostPoints)
        .Select(point => Margin + ((1 - (2 * Margin)) * point / (MostPoints - 1)))
        .Select(share => sorted[(int)Math.Round(share * (sorted.Count - 1))]).Distinct();
}

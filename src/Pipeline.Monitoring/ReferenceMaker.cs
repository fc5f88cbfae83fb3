using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data.Profiling;
using Pipeline.Evaluation.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring;

/// <summary>What windows of a model will be held against, made where its data is at hand.</summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="options">How intervals are made.</param>
public sealed class ReferenceMaker(IReadOnlyList<IMetric> metrics, PerformanceOptions options)
{
    /// <param name="signature">Of the model.</param>
    /// <param name="rows">That it learned from, and that it was judged by.</param>
    /// <param name="personal">Columns of which nothing but counts is kept.</param>
    /// <param name="evaluation">Of the model.</param>
    /// <param name="answered">The rows that it was judged by, with its answers.</param>
    /// <param name="cancellationToken">Ends it between two draws.</param>
    public Validated<ReferenceDocument> Make(
        ModelSignature signature,
        Table rows,
        IReadOnlySet<string> personal,
        EvaluationDocument evaluation,
        AnsweredRows answered,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(personal);
        ArgumentNullException.ThrowIfNull(answered);
        var performance = new PerformanceReferenceMaker(metrics, options).Make(evaluation, answered, null, cancellationToken);
        if (!performance.TryGet(out var known))
            return Validated.Invalid<ReferenceDocument>(performance.Problems);
        var outputs = TaskKind.Of(signature.Task).Outputs(signature.Label);
        return Validated.Valid(new ReferenceDocument
        {
            ModelDigest = evaluation.Model,
            Rows = rows.RowCount,
            InputProfiles =
            [
                .. signature.Inputs.Where(input => rows.TryGet(input.Name, out _))
                    .Select(input => Profile(input, rows[input.Name], personal.Contains(input.Name))),
            ],
            OutputProfiles =
            [
                .. outputs.Zip(answered.Answers.Columns, (name, values) =>
                {
                    var column = new ColumnAccumulator(name, DataType.Number);
                    column.Add([.. values]);
                    return column.ToProfile();
                }),
            ],
            Performance = known,
            Inputs = new Dictionary<string, Digest> { ["model"] = evaluation.Model },
        });
    }

    private static ColumnProfile Profile(ModelInput input, Column column, bool isPersonal)
    {
        var profile = new ColumnAccumulator(input.Name, input.DataType, isPersonal);
        switch (column)
        {
            case NumberColumn numbers:
                profile.Add(numbers.Values.AsSpan());
                break;
            case CategoryColumn categories:
                profile.Add(categories.Domain.Names, categories.Codes.AsSpan());
                break;
            default:
                AddTexts(profile, column);
                break;
        }

        return profile.ToProfile();
    }

    private static void AddTexts(ColumnAccumulator profile, Column column)
    {
        var (names, known) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var codes = new int[column.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            if (column.Text(row) is not { } text)
            {
                codes[row] = -1;
                continue;
            }

            if (!known.TryGetValue(text, out var code))
            {
                known[text] = code = names.Count;
                names.Add(text);
            }

            codes[row] = code;
        }

        profile.Add(names, codes);
    }
}

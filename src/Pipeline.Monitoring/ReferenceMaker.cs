using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Profiling;
using Pipeline.Evaluation.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring;

/// <summary>The rows that a reference is made of. None of them is kept.</summary>
/// <param name="Rows">That the model learned from, and that it was judged by.</param>
/// <param name="Judged">Those that it was judged by, in the order of its answers.</param>
/// <param name="Personal">Columns of which nothing but counts is kept.</param>
public sealed record ReferenceTables(Table Rows, Table Judged, IReadOnlySet<string> Personal);

/// <summary>What windows of a model will be held against, made where its data is at hand.</summary>
/// <param name="metrics">All that are known, of any task, in the order of reports.</param>
/// <param name="options">How intervals are made.</param>
public sealed class ReferenceMaker(IReadOnlyList<IMetric> metrics, PerformanceOptions options)
{
    /// <summary>Principal components are fitted to so many rows at most.</summary>
    private const int MostSampled = 5000;

    /// <summary>Losses are learned from so many of the judged rows at most, the first ones.</summary>
    private const int MostLosses = 20_000;

    /// <summary>Learns what a regression loses by; null, the default, keeps no model of that.</summary>
    public LossModelMaker? Losses { get; init; }

    /// <summary>Makes what it learned ready to answer; needed with it.</summary>
    public Func<ModelArtifact, IPredictor>? Load { get; init; }

    /// <param name="signature">Of the model.</param>
    /// <param name="rows">That it learned from, and that it was judged by.</param>
    /// <param name="evaluation">Of the model.</param>
    /// <param name="answered">The rows that it was judged by, with its answers.</param>
    /// <param name="cancellationToken">Ends it between two draws.</param>
    public Validated<ReferenceDocument> Make(
        ModelSignature signature,
        ReferenceTables rows,
        EvaluationDocument evaluation,
        AnsweredRows answered,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(answered);
        var performance = new PerformanceReferenceMaker(metrics, options).Make(evaluation, answered, null, cancellationToken);
        if (!performance.TryGet(out var known))
            return Validated.Invalid<ReferenceDocument>(performance.Problems);
        var outputs = TaskKind.Of(signature.Task).Outputs(signature.Label);
        var losses = FindLosses(signature, rows, answered, cancellationToken);
        return Validated.Valid(new ReferenceDocument
        {
            ModelDigest = evaluation.Model,
            Rows = rows.Rows.RowCount,
            InputProfiles =
            [
                .. signature.Inputs.Where(input => rows.Rows.TryGet(input.Name, out _))
                    .Select(input => Profile(input, rows.Rows[input.Name], rows.Personal.Contains(input.Name))),
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
            Performance = losses is null ? known : known with { Losses = losses.Losses },
            LossModels = losses is null
                ? new Dictionary<string, IReadOnlyDictionary<string, byte[]>>()
                : KeptModels.Of(losses),
            Reconstruction = FindReconstruction(signature, rows),
            Inputs = new Dictionary<string, Digest> { ["model"] = evaluation.Model },
        });
    }

    /// <summary>Null for classes, and where there is too little to learn from.</summary>
    private MadeLossModels? FindLosses(
        ModelSignature signature, ReferenceTables rows, AnsweredRows answered, CancellationToken cancellationToken)
    {
        if (Losses is null || Load is null || signature.Task != ModelTask.Regression)
            return null;
        int[] first = [.. Enumerable.Range(0, Math.Min(MostLosses, rows.Judged.RowCount))];
        var inputs = rows.Judged.Keep(signature.Inputs.Select(x => x.Name).Where(x => !rows.Personal.Contains(x)));
        var made = Losses.Make(
            inputs.Select(first),
            Array.ConvertAll(first, row => answered.Answers.Columns[0][row]),
            Array.ConvertAll(first, row => answered.Rows.Truth[row]),
            Load,
            new Progress<StepEvent>(),
            cancellationToken);
        return made.TryGet(out var losses) ? losses : null;
    }

    /// <summary>Of columns that neither name rows nor move on by their nature.</summary>
    private ReconstructionReference? FindReconstruction(ModelSignature signature, ReferenceTables rows)
    {
        var names = signature.Inputs
            .Where(x => x.DataType is not (DataType.Identifier or DataType.Timestamp) && !rows.Personal.Contains(x.Name))
            .Select(x => x.Name).Where(name => rows.Rows.TryGet(name, out _)).ToList();
        if (names.Count == 0)
            return null;
        var sample = new Reservoir<int>(MostSampled, options.Seed);
        for (var row = 0; row < rows.Rows.RowCount; row++)
            sample.Add(row);
        return Reconstruction.Fit(rows.Rows.Keep(names).Select([.. sample.Items])).TryGet(out var fitted)
            ? fitted.ToReference()
            : null;
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

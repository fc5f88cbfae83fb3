using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.Core.Problems;
using Pipeline.MLNet.Explanation;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

/// <summary>Scores tables and single rows through the same mapping of one row, so that both give the same answers.</summary>
internal sealed class MLNetPredictor : IPredictor, ITreeModel
{
    private const int RowsAtOnce = 2048;

    private readonly RowLayout _layout;
    private readonly IRowToRowMapper _mapper;
    private readonly ThreadLocal<MappedRow<CurrentRow>> _current;
    private readonly Lazy<TreeModel?> _trees;

    /// <exception cref="ArgumentException">The model does not take the signature's inputs, or gives other answers.</exception>
    public MLNetPredictor(ModelSignature signature, ITransformer model)
    {
        Signature = signature;
        _layout = new RowLayout(signature.Inputs, signature.Label);
        _mapper = model.GetRowToRowMapper(_layout.Schema);
        _current = new(
            () => new MappedRow<CurrentRow>(new CurrentRow(_layout), _mapper, signature.Task),
            trackAllValues: true);
        _ = _current.Value;
        _trees = new(() => ModelTrees.Of(model, _layout, signature));
    }

    public ModelSignature Signature { get; }

    public TreeModel? Trees => _trees.Value;

    public Table Score(Table rows, CancellationToken cancellationToken)
    {
        if (Signature.Check(rows) is { Count: > 0 } problems)
            throw new InvalidInputException(problems);
        var columns = Signature.Outputs.Select(_ => new double[rows.RowCount]).ToArray();
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(
            0,
            (rows.RowCount + RowsAtOnce - 1) / RowsAtOnce,
            options,
            () => new MappedRow<TableRow>(new TableRow(rows, _layout), _mapper, Signature.Task),
            (batch, _, row) =>
            {
                var answers = new double[columns.Length];
                for (var i = batch * RowsAtOnce; i < Math.Min(rows.RowCount, (batch + 1) * RowsAtOnce); i++)
                {
                    row.Input.Index = i;
                    row.Answer(answers);
                    for (var column = 0; column < columns.Length; column++)
                        columns[column][i] = answers[column];
                }

                return row;
            },
            row => row.Dispose());
        return new Table(Signature.Outputs.Zip(columns, Column));
    }

    public void Score(FeatureRow row, Span<double> answers)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!ReferenceEquals(row.Signature, Signature))
            throw new ArgumentException("The row was made for another signature.", nameof(row));
        if (answers.Length != Signature.Outputs.Count)
            throw new ArgumentException($"The model gives {Signature.Outputs.Count} answers.", nameof(answers));
        var mapped = _current.Value!;
        mapped.Input.MoveTo(row);
        mapped.Answer(answers);
    }

    public void Dispose()
    {
        foreach (var row in _current.Values)
            row.Dispose();
        _current.Dispose();
    }

    private static NumberColumn Column(string name, double[] values) =>
        new(name, ImmutableCollectionsMarshal.AsImmutableArray(values));
}

using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.MLNet.Trainers;
using Pipeline.Models;

namespace Pipeline.MLNet.Rows;

/// <summary>
/// Rows as a learner sees them: features, label and weight, encoded once by all processors and kept, because learners go through
/// them many times. A sparse row takes 8 bytes for each value that is not 0, a dense one 4 for each feature.
/// </summary>
internal sealed class EncodedRows : IDataView
{
    private const int RowsAtOnce = 2_048;

    private readonly FeaturesAndTarget _rows;
    private readonly string _features;
    private readonly string? _weight;
    private readonly Block[] _blocks;
    private readonly int _length;

    private EncodedRows(FeaturesAndTarget rows, DataViewSchema.Column features, string? weight, Block[] blocks)
    {
        (_rows, _features, _weight, _blocks) = (rows, features.Name, weight, blocks);
        _length = ((VectorDataViewType)features.Type).Size;
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(features.Name, features.Type, features.Annotations);
        AddTarget(schema, rows.Target.Label, weight);
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public Target Target => _rows.Target;

    /// <summary>By row; null where each counts the same.</summary>
    public IReadOnlyList<double>? Weights => _rows.Weights;

    /// <param name="encoding">Fitted, and row by row.</param>
    /// <param name="rows">To encode.</param>
    /// <param name="layout">Of what the encoding reads.</param>
    /// <param name="features">The vector that it makes.</param>
    /// <param name="weight">The name of the column of weights; null for none.</param>
    /// <param name="cancellationToken">Ends it between two blocks of rows.</param>
    public static EncodedRows Of(
        ITransformer encoding,
        FeaturesAndTarget rows,
        RowLayout layout,
        string features,
        string? weight,
        CancellationToken cancellationToken)
    {
        var mapper = encoding.GetRowToRowMapper(layout.Schema);
        var column = mapper.OutputSchema[features];
        var blocks = new Block[(rows.Features.RowCount + RowsAtOnce - 1) / RowsAtOnce];
        Parallel.For(
            0,
            blocks.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new Encoder(new TableRow(rows.Features, layout), mapper, column),
            (block, _, encoder) =>
            {
                var first = block * RowsAtOnce;
                blocks[block] = encoder.Encode(first, Math.Min(RowsAtOnce, rows.Features.RowCount - first));
                return encoder;
            },
            encoder => encoder.Dispose());
        return new EncodedRows(rows, column, weight, blocks);
    }

    public long? GetRowCount() => _rows.Features.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand) => new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>All features of a row, those that are 0 too.</summary>
    /// <param name="row">Which.</param>
    /// <param name="features">As long as there are features.</param>
    public void CopyTo(int row, Span<float> features)
    {
        Find(row, out var values, out var indices);
        if (values.Length == features.Length)
        {
            values.CopyTo(features);
            return;
        }

        features.Clear();
        for (var i = 0; i < values.Length; i++)
            features[indices[i]] = values[i];
    }

    /// <summary>A label, which is a truth value, a key of a class, or a number; and a weight where it has a name.</summary>
    private static void AddTarget(DataViewSchema.Builder builder, ModelLabel label, string? weight)
    {
        builder.AddColumn(label.Column, label switch
        {
            ModelLabel.TwoClasses => BooleanDataViewType.Instance,
            ModelLabel.Classes x => new KeyDataViewType(typeof(uint), x.Names.Count),
            ModelLabel.Number => NumberDataViewType.Single,
            _ => throw new UnreachableException(),
        });
        if (weight is not null)
            builder.AddColumn(weight, NumberDataViewType.Single);
    }

    /// <summary>How many features there are.</summary>
    public int Length => _length;

    /// <param name="row">Which.</param>
    /// <param name="values">One for each feature, or those that are not 0.</param>
    /// <param name="indices">Whose the values are; empty where each feature has one.</param>
    private void Find(int row, out ReadOnlySpan<float> values, out ReadOnlySpan<int> indices)
    {
        var (block, at) = (_blocks[row / RowsAtOnce], row % RowsAtOnce);
        var (begin, end) = (at == 0 ? 0 : block.Ends[at - 1], block.Ends[at]);
        values = block.Values.AsSpan(begin, end - begin);
        indices = values.Length == _length ? default : block.Indices.AsSpan(begin, end - begin);
    }

    /// <param name="Values">Of all rows of the block, one after another.</param>
    /// <param name="Indices">Of the values, empty where every row has a value for each feature.</param>
    /// <param name="Ends">Where the values of each row end.</param>
    private sealed record Block(float[] Values, int[] Indices, int[] Ends);

    private sealed class Encoder : IDisposable
    {
        private readonly TableRow _input;
        private readonly DataViewRow _mapped;
        private readonly ValueGetter<VBuffer<float>> _get;
        private readonly List<float> _values = [];
        private readonly List<int> _indices = [];
        private VBuffer<float> _buffer;

        public Encoder(TableRow input, IRowToRowMapper mapper, DataViewSchema.Column features)
        {
            _input = input;
            _mapped = mapper.GetRow(input, [features]);
            _get = _mapped.GetGetter<VBuffer<float>>(_mapped.Schema[features.Index]);
        }

        public Block Encode(int first, int count)
        {
            _values.Clear();
            _indices.Clear();
            var ends = new int[count];
            var isDense = true;
            for (var i = 0; i < count; i++)
            {
                _input.Index = first + i;
                _get(ref _buffer);
                _values.AddRange(_buffer.GetValues());
                if (_buffer.IsDense)
                {
                    for (var index = 0; index < _buffer.Length; index++)
                        _indices.Add(index);
                }
                else
                {
                    _indices.AddRange(_buffer.GetIndices());
                    isDense = false;
                }

                ends[i] = _values.Count;
            }

            return new Block([.. _values], isDense ? [] : [.. _indices], ends);
        }

        public void Dispose() => _mapped.Dispose();
    }

    private sealed class Cursor(EncodedRows rows) : DataViewRowCursor
    {
        private int _row = -1;

        public override DataViewSchema Schema => rows.Schema;

        public override long Position => _row;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (column.Name == rows._features ? Features()
            : column.Name == rows._weight ? Weight()
            : Label()) as ValueGetter<TValue> ?? throw new InvalidOperationException(
                $"The column '{column.Name}' is not made of {typeof(TValue).Name}.");

        public override bool MoveNext()
        {
            _row = Math.Min(_row + 1, rows._rows.Features.RowCount);
            return _row < rows._rows.Features.RowCount;
        }

        private Delegate Features() => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            rows.Find(_row, out var values, out var indices);
            var editor = VBufferEditor.Create(ref value, rows._length, values.Length);
            values.CopyTo(editor.Values);
            indices.CopyTo(editor.Indices);
            value = editor.Commit();
        });

        private Delegate Weight()
        {
            var weights = rows._rows.Weights;
            return (ValueGetter<float>)((ref float value) => value = weights is null ? 1 : (float)weights[_row]);
        }

        /// <summary>ML.NET counts keys from 1, because 0 is a missing one.</summary>
        private Delegate Label()
        {
            var values = rows.Target.Values;
            return rows.Target.Label switch
            {
                ModelLabel.TwoClasses => (ValueGetter<bool>)((ref bool value) => value = values[_row] > 0),
                ModelLabel.Classes => (ValueGetter<uint>)((ref uint value) => value = (uint)values[_row] + 1),
                ModelLabel.Number => (ValueGetter<float>)((ref float value) => value = (float)values[_row]),
                _ => throw new UnreachableException(),
            };
        }
    }
}

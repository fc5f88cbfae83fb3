using System.Diagnostics;
using Microsoft.ML.Data;
using Microsoft.ML;
using Pipeline.MLNet.Trainers;
using Pipeline.Models.Tables;
using Pipeline.Models;

namespace Pipeline.MLNet.Rows;

/// <summary>A table with its label as ML.NET reads it: row by row, without an object for each.</summary>
internal sealed class TrainingView(
    FeaturesAndTarget rows, IReadOnlyList<ModelInput> inputs, string? weight, CancellationToken cancellationToken) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = RowSchema.Of(inputs, rows.Target.Label, weight);

    public long? GetRowCount() => rows.Features.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(new TableRow(rows.Features, inputs, Schema), rows, weight, cancellationToken);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TableRow row, FeaturesAndTarget rows, string? weight, CancellationToken cancellationToken)
        : DataViewRowCursor
    {
        private readonly Target _target = rows.Target;

        public override DataViewSchema Schema => row.Schema;

        public override long Position => row.Position;

        public override long Batch => row.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            column.Name == _target.Label.Column ? (ValueGetter<TValue>)Label()
            : column.Name == weight ? (ValueGetter<TValue>)(Delegate)Weight()
            : row.GetGetter<TValue>(column);

        /// <summary>ML.NET counts keys from 1, because 0 is a missing one.</summary>
        private Delegate Label()
        {
            var values = _target.Values;
            return _target.Label switch
            {
                ModelLabel.TwoClasses => (ValueGetter<bool>)((ref bool value) => value = values[row.Index] > 0),
                ModelLabel.Classes => (ValueGetter<uint>)((ref uint value) => value = (uint)values[row.Index] + 1),
                ModelLabel.Number => (ValueGetter<float>)((ref float value) => value = (float)values[row.Index]),
                _ => throw new UnreachableException(),
            };
        }

        private ValueGetter<float> Weight()
        {
            var weights = rows.Weights;
            return (ref float value) => value = weights is null ? 1 : (float)weights[row.Index];
        }

        public override bool MoveNext()
        {
            cancellationToken.ThrowIfCancellationRequested();
            row.Index = Math.Min(row.Index + 1, _target.Values.Length);
            return row.Index < _target.Values.Length;
        }
    }
}

/// <summary>The columns of a model's inputs as ML.NET has them, in the order of the signature.</summary>
internal static class RowSchema
{
    public static DataViewSchema Of(IEnumerable<ModelInput> inputs) => Builder(inputs).ToSchema();

    /// <summary>The label comes behind the inputs: a truth value, a key of a class, or a number. A weight is last.</summary>
    public static DataViewSchema Of(IEnumerable<ModelInput> inputs, ModelLabel label, string? weight)
    {
        var builder = Builder(inputs);
        builder.AddColumn(label.Column, label switch
        {
            ModelLabel.TwoClasses => BooleanDataViewType.Instance,
            ModelLabel.Classes x => new KeyDataViewType(typeof(uint), x.Names.Count),
            ModelLabel.Number => NumberDataViewType.Single,
            _ => throw new UnreachableException(),
        });
        if (weight is not null)
            builder.AddColumn(weight, NumberDataViewType.Single);
        return builder.ToSchema();
    }

    private static DataViewSchema.Builder Builder(IEnumerable<ModelInput> inputs)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var input in inputs)
            builder.AddColumn(input.Name, Type(input));
        return builder;
    }

    private static DataViewType Type(ModelInput input) =>
        input.Type == ColumnType.Number ? NumberDataViewType.Single : TextDataViewType.Instance;
}

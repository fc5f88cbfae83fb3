using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Rows;

/// <summary>The columns of a model's inputs as ML.NET has them, in the order of the signature.</summary>
internal static class RowSchema
{
    public static DataViewSchema Of(IEnumerable<ModelInput> inputs) => Builder(inputs).ToSchema();

    /// <summary>The label comes last: a truth value, a key of a class, or a number.</summary>
    public static DataViewSchema Of(IEnumerable<ModelInput> inputs, ModelLabel label)
    {
        var builder = Builder(inputs);
        builder.AddColumn(label.Column, label switch
        {
            ModelLabel.TwoClasses => BooleanDataViewType.Instance,
            ModelLabel.Classes x => new KeyDataViewType(typeof(uint), x.Names.Count),
            ModelLabel.Number => NumberDataViewType.Single,
            _ => throw new UnreachableException(),
        });
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

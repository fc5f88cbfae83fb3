using System;
using System.Linq;
using Microsoft.ML.Data;

namespace Microsoft.ML.Archives;

/// <summary>A schema of plain columns as names and types.</summary>
internal static class SchemaFormat
{
    private static readonly DataViewType[] Types =
        [NumberDataViewType.Single, TextDataViewType.Instance, BooleanDataViewType.Instance];

    public static void Write(DataViewSchema schema, ModelWriter writer)
    {
        writer.Write(schema.Columns.Select(x => x.Name).ToList());
        writer.Write(schema.Columns.Select(x => x.Type.Name).ToList());
    }

    public static DataViewSchema Read(ModelReader reader)
    {
        var (names, types) = (reader.ReadStrings(), reader.ReadStrings());
        return names.Length == types.Length
            ? new DataViewSchema(names.Zip(types.Select(Type)))
            : throw new FormatException("The schema has not as many types as names.");
    }

    private static DataViewType Type(string name) => Types.FirstOrDefault(x => x.Name == name)
        ?? throw new FormatException($"The schema has a column of type '{name}', which is not known.");
}

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;

namespace Microsoft.ML.Rows;

internal sealed class RowMapper : IRowToRowMapper
{
    private readonly DataViewSchema _input;
    private readonly List<(DataViewSchema Schema, AddedColumns Added)> _steps = [];

    public RowMapper(DataViewSchema input, IEnumerable<IRowTransformer> transformers)
    {
        (_input, OutputSchema) = (input, input);
        foreach (var transformer in transformers)
        {
            var added = transformer.Columns(OutputSchema);
            OutputSchema = OutputSchema.With(added.Columns);
            _steps.Add((OutputSchema, added));
        }
    }

    public DataViewSchema OutputSchema { get; }

    /// <param name="input">Of the schema that this mapper was made for.</param>
    /// <param name="activeColumns">All columns are active; what nobody reads is not computed.</param>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        if (!_input.Matches(input.Schema))
            throw new ArgumentException("The row has another schema than this mapper.", nameof(input));
        return _steps.Aggregate(input, (row, step) => new MappedRow(row, step.Schema, step.Added));
    }
}

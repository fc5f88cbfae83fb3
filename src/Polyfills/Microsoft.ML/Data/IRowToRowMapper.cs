using System.Collections.Generic;

namespace Microsoft.ML.Data;

public interface IRowToRowMapper
{
    DataViewSchema OutputSchema { get; }

    DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns);
}

using Microsoft.ML.Data;

namespace Microsoft.ML;

public interface ITransformer
{
    IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);
}

namespace Microsoft.ML.Data;

public readonly struct DataViewRowId
{
    internal readonly ulong Low;
    internal readonly ulong High;

    public DataViewRowId(ulong low, ulong high) => (Low, High) = (low, high);
}

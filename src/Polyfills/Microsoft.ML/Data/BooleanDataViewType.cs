namespace Microsoft.ML.Data;

public sealed class BooleanDataViewType : DataViewType
{
    private BooleanDataViewType() : base(typeof(bool), "Boolean")
    {
    }

    public static BooleanDataViewType Instance { get; } = new();
}

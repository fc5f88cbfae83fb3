namespace Microsoft.ML.Data;

public sealed class NumberDataViewType : DataViewType
{
    private NumberDataViewType() : base(typeof(float), "Single")
    {
    }

    public static NumberDataViewType Single { get; } = new();
}

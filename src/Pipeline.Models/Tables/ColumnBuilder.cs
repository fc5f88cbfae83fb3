namespace Pipeline.Models.Tables;

/// <summary>Takes values one by one, as a reader meets them.</summary>
public abstract class ColumnBuilder
{
    private protected ColumnBuilder(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    public string Name { get; }

    /// <summary>How many values it has taken since it was made, or last built.</summary>
    public abstract int Count { get; }

    public abstract void AppendMissing();

    /// <summary>Hands the values over; the builder is empty again.</summary>
    public abstract Column Build();
}

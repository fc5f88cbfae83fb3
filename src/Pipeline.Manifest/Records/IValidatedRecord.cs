namespace Pipeline.Manifest.Records;

/// <summary>A record with rules that no single property can state. It is asked once all of its properties are read.</summary>
public interface IValidatedRecord
{
    /// <summary>Everything that is wrong, not only the first.</summary>
    IEnumerable<Finding> Validate();
}

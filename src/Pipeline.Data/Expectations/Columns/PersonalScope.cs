namespace Pipeline.Data.Expectations.Columns;

/// <summary>Where data of persons is looked for.</summary>
public enum PersonalScope
{
    /// <summary>In every column that is not declared personal.</summary>
    Undeclared,
}

using Pipeline.Core.Checks;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>One number that many numbers come down to, in whatever order and parts they come.</summary>
internal interface IFigure
{
    void Add(ReadOnlySpan<double> numbers);

    IFigure CreateEmpty();

    void Merge(IFigure other);

    /// <summary>Of at least one number.</summary>
    MeasuredValue Value();
}

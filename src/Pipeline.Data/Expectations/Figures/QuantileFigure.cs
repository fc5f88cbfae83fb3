using Pipeline.Core.Checks;
using Pipeline.Data.Spilling;

namespace Pipeline.Data.Expectations.Figures;

/// <summary>The number below which a share of all others lies; exact.</summary>
internal sealed class QuantileFigure(double share, ExpectationOptions options) : IFigure
{
    private readonly SpilledNumbers _numbers = new(options.Spill, options.HeldNumbers);

    public void Add(ReadOnlySpan<double> numbers) => _numbers.Add(numbers);

    public IFigure CreateEmpty() => new QuantileFigure(share, options);

    public void Merge(IFigure other) => _numbers.Merge(((QuantileFigure)other)._numbers);

    public MeasuredValue Value() => _numbers.Quantile(share);
}

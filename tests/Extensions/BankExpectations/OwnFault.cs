using Pipeline.Core.Checks;

namespace BankExpectations;

/// <summary>Fails at its third row, as a team's mistake would.</summary>
public sealed class OwnFault : ICustomExpectation
{
    public string Name => "own-fault";

    public IRowTest Create(IReadOnlyDictionary<string, string> options) => new Test();

    private sealed class Test : IRowTest
    {
        private int _row;

        public bool Holds(RowValues values) => ++_row < 3 ? true : throw new InvalidOperationException("secretive");
    }
}

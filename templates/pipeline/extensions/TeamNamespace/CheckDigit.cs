using Pipeline.Core.Checks;

namespace TeamNamespace;

/// <summary>
/// The digits of a number pass the test of Luhn (ISO/IEC 7812-1), as ours do unless somebody mistyped them. Other characters and
/// missing values are left aside.
/// </summary>
public sealed class CheckDigit : ICustomExpectation
{
    public string Name => "check-digit";

    public IRowTest Create(IReadOnlyDictionary<string, string> options) => new LuhnTest();

    private sealed class LuhnTest : IRowTest
    {
        public bool Holds(RowValues values)
        {
            var (sum, digits) = (0, 0);
            for (var i = values[0].Length - 1; i >= 0; i--)
            {
                if (!char.IsAsciiDigit(values[0][i]))
                    continue;
                var digit = (values[0][i] - '0') * (1 + (digits++ % 2));
                sum += digit > 9 ? digit - 9 : digit;
            }

            return values.IsMissing(0) || (digits > 1 && sum % 10 == 0);
        }
    }
}

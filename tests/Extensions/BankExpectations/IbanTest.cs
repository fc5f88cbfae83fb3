using Pipeline.Core.Checks;

namespace BankExpectations;

/// <summary>Of one country, or of any where it is empty.</summary>
public sealed class IbanTest(string country) : IRowTest
{
    public bool Holds(RowValues values)
    {
        var iban = values[0];
        return values.IsMissing(0) || (iban.Length > 4 && iban.StartsWith(country) && HasChecksum(iban));
    }

    private static bool HasChecksum(ReadOnlySpan<char> iban)
    {
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var character = iban[(i + 4) % iban.Length];
            if (!char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character))
                return false;
            rest = char.IsAsciiDigit(character)
                ? ((rest * 10) + character - '0') % 97
                : ((rest * 100) + character - 'A' + 10) % 97;
        }

        return rest == 1;
    }
}

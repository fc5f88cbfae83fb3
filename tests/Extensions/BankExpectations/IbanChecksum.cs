using Pipeline.Core.Checks;

namespace BankExpectations;

/// <summary>International bank account numbers have a valid checksum (ISO 13616, mod 97). Missing ones are left aside.</summary>
public sealed class IbanChecksum : ICustomExpectation
{
    public string Name => "iban-checksum";

    public IReadOnlyCollection<string> Options => ["country"];

    public IRowTest Create(IReadOnlyDictionary<string, string> options)
    {
        var country = options.GetValueOrDefault("country", "");
        return country.Length is 0 or 2
            ? new IbanTest(country)
            : throw new ArgumentException($"A country has two letters, and '{country}' has not.");
    }
}

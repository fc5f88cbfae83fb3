using System.Text;
using System.Text.Json;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Documents;

public class CanonicalJsonTests
{
    // RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    public void Number_OfTheStandard_IsSpelledAsThere(ulong bits, string expected) =>
        EcmaNumber.Format(BitConverter.UInt64BitsToDouble(bits)).ShouldBe(expected);

    [Fact]
    public void Number_AnyDouble_ReadsBackAsItself()
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, 5000)
            .Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64()))
            .Where(double.IsFinite);

        values.ShouldAllBe(x => double.Parse(EcmaNumber.Format(x), System.Globalization.CultureInfo.InvariantCulture) == x);
    }

    [Fact]
    public void Object_AnyOrderAndLayout_HasOneForm() =>
        Canonical("""{ "b": [1.0, true, null, {}], "a": "\u20ac$\u000F\nA'B\"\\/", "": 1e2 }""")
            .ShouldBe("""{"":100,"a":"€$\u000f\nA'B\"\\/","b":[1,true,null,{}]}""");

    // RFC 8785, section 3.2.3: sorted by UTF-16 code units, not by code points.
    [Fact]
    public void Keys_OutsideTheBasicPlane_AreSortedByCodeUnits() =>
        Canonical("""{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"\r":4,"1":5}""")
            .ShouldBe("{\"\\r\":4,\"1\":5,\"€\":3,\"😀\":2,\"\uFB33\":1}");

    // The shortest digits of a double that is not exactly that whole number.
    [Fact]
    public void Number_ThatADoubleIsWrittenAs_IsItself() => Canonical("20006462206882630").ShouldBe("20006462206882630");

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("1e400")]
    [InlineData("\"\\ud800\"")]
    public void Value_ThatWouldLoseSomething_IsRefused(string json) =>
        Should.Throw<InvalidOperationException>(() => Canonical(json));

    [Fact]
    public void Digest_OfEqualValues_IsEqual() =>
        Digest.OfJson(new { b = 1.50, a = "x" }).ShouldBe(Digest.OfText("""{"a":"x","b":1.5}"""));

    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(CanonicalJson.Of(JsonDocument.Parse(json).RootElement));
}

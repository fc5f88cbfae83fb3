using System.Text;

namespace Pipeline.Data.Expectations.Columns;

public class PersonalTextTests
{
    [Theory]
    [InlineData("ann.lee+x@mail.example.org", PersonalKind.Email)]
    [InlineData("write to <o_@x-y.co>, please", PersonalKind.Email)]
    [InlineData("jürgen@müller.de", PersonalKind.Email)]
    [InlineData("a@b @c.de x@y.io", PersonalKind.Email)]
    [InlineData("+44 20 7946 0018", PersonalKind.Phone)]
    [InlineData("call +491701234567.", PersonalKind.Phone)]
    [InlineData("(555) 123-4567", PersonalKind.Phone)]
    [InlineData("555-123-4567", PersonalKind.Phone)]
    [InlineData("1-555-123-4567", PersonalKind.Phone)]
    [InlineData("4111111111111111", PersonalKind.PaymentCard)]
    [InlineData("4111-1111-1111-1111", PersonalKind.PaymentCard)]
    [InlineData("card 5555 5555 5555 4444 ok", PersonalKind.PaymentCard)]
    [InlineData("378282246310005", PersonalKind.PaymentCard)]
    [InlineData("3782 822463 10005", PersonalKind.PaymentCard)]
    [InlineData("2223003122003222", PersonalKind.PaymentCard)]
    [InlineData("4111111111111112", PersonalKind.None)]
    [InlineData("9111111111111111", PersonalKind.None)]
    [InlineData("4.111111111111111", PersonalKind.None)]
    [InlineData("14111111111111111", PersonalKind.None)]
    [InlineData("411111111111111100000", PersonalKind.None)]
    [InlineData("x4111111111111111", PersonalKind.None)]
    [InlineData("4111111111111111x", PersonalKind.None)]
    [InlineData("5551234567", PersonalKind.None)]
    [InlineData("2024-05-01 12:30:15", PersonalKind.None)]
    [InlineData("2024-05-01T12:30:15+02:00", PersonalKind.None)]
    [InlineData("192.168.100.123", PersonalKind.None)]
    [InlineData("1234567.891", PersonalKind.None)]
    [InlineData("@home", PersonalKind.None)]
    [InlineData("a @ b.de", PersonalKind.None)]
    [InlineData("user@localhost", PersonalKind.None)]
    [InlineData("+12", PersonalKind.None)]
    [InlineData("", PersonalKind.None)]
    public void Text_OfAnyForm_IsKnownByIt(string text, object kind)
    {
        var found = PersonalText.Find(Encoding.UTF8.GetBytes(text));

        found.ShouldBe((PersonalKind)kind);
    }

    [Fact]
    public void Text_LongAndHostile_IsPassedOver()
    {
        foreach (var part in new[] { "@", "+", "(", "1", "a@", "1-", "+1 ", "é", "@a.", "4111 " })
            PersonalText.Find(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 50_000)))).ShouldBe(PersonalKind.None);
    }
}

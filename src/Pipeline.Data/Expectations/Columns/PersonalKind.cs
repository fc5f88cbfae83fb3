namespace Pipeline.Data.Expectations.Columns;

/// <summary>What data of a person looks like.</summary>
internal enum PersonalKind
{
    None,
    Email,
    Phone,
    PaymentCard,
}

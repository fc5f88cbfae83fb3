using System.Collections;
using System.Reflection;

namespace Pipeline.Polyfills.Api;

public class ApiPrinterTests
{
    private const string Here = "Pipeline.Polyfills.Api.ApiPrinterTests";

    private static readonly Type Nested = typeof(Everything<>).GetNestedTypes(BindingFlags.NonPublic).Single();

    internal enum Small : byte
    {
        One = 1,
    }

    internal delegate TOut Convert<in TIn, out TOut>(TIn value)
        where TIn : class;

    internal interface IShape<out T>
    {
        T Area { get; }

        void Draw() => Console.WriteLine();
    }

    [Fact]
    public void Enum_Printed_HasUnderlyingTypeAndNumbers() =>
        ApiPrinter.Lines(typeof(Small)).ShouldBe([$"{Here}.Small : byte | enum", $"{Here}.Small.One = 1 | value"]);

    [Fact]
    public void Delegate_Printed_IsOneLine() => ApiPrinter.Lines(typeof(Convert<,>)).ShouldBe(
        [$"{Here}.Convert<in TIn, out TOut>(TIn value): TOut where TIn : class | delegate"]);

    [Fact]
    public void Interface_Printed_MarksBodies() => ApiPrinter.Lines(typeof(IShape<>)).ShouldBe(
    [
        $"{Here}.IShape<out T> | interface",
        $"{Here}.IShape<out T>.Area: T {{ get; }} | property",
        $"{Here}.IShape<out T>.Draw(): void | method default",
    ]);

    [Fact]
    public void Class_Printed_HasEveryVisibleMember() => ApiPrinter.Lines(typeof(Everything<>)).ShouldBe(
    [
        $"{Here}.Everything<T> : System.Collections.IEnumerable where T : struct | class abstract",
        $"{Here}.Everything<T>..ctor() | ctor protected",
        $"{Here}.Everything<T>.Changed: System.EventHandler | event",
        $"{Here}.Everything<T>.Generic<U>(ref U value, out int? count, in T item): (int, U[]) "
            + "where U : System.IDisposable, new() | method protected internal virtual",
        $"{Here}.Everything<T>.GetEnumerator(): System.Collections.IEnumerator | method abstract",
        $"{Here}.Everything<T>.Greeting: string = \"a\\\"b\" | field const",
        $"{Here}.Everything<T>.Many(params string[] names): void | method static",
        $"{Here}.Everything<T>.Mode: System.DayOfWeek = System.DayOfWeek.Friday | field const",
        $"{Here}.Everything<T>.Optional(int number = _): void | method",
        $"{Here}.Everything<T>.Set: int {{ get; protected set; }} | property virtual",
        $"{Here}.Everything<T>.Shared: T | field static readonly",
        $"{Here}.Everything<T>.ToString(): string | method sealed override",
        $"{Here}.Everything<T>.this[int index]: T {{ get; init; }} | property",
    ]);

    [Fact]
    public void NestedType_Printed_KeepsItsAccess() => ApiPrinter.Lines(Nested).ShouldBe(
        [$"{Here}.Everything<T>.Nested | class sealed protected", $"{Here}.Everything<T>.Nested..ctor() | ctor"]);

    [Fact]
    public void Extension_Printed_ShowsItsReceiver() => ApiPrinter.Lines(typeof(ApiPrinterExtensions)).ShouldBe(
    [
        "Pipeline.Polyfills.Api.ApiPrinterExtensions | class static",
        "Pipeline.Polyfills.Api.ApiPrinterExtensions.Twice(this int number): int | method static extension",
    ]);

    internal abstract class Everything<T> : IEnumerable
        where T : struct
    {
        public const string Greeting = "a\"b";
        public const DayOfWeek Mode = DayOfWeek.Friday;
        public static readonly T Shared = new();

        internal const int Hidden = 1;

        public event EventHandler? Changed;

        public virtual int Set { get; protected set; }

        internal int Internal { get; set; }

        public T this[int index]
        {
            get => Shared;
            init => Changed?.Invoke(this, EventArgs.Empty);
        }

        public static void Many(params string[] names) => Console.WriteLine(names);

        public void Optional(int number = 3) => Console.WriteLine(number);

        public abstract IEnumerator GetEnumerator();

        public sealed override string ToString() => string.Empty;

        protected internal virtual (int, U[]) Generic<U>(ref U value, out int? count, in T item)
            where U : IDisposable, new()
        {
            count = null;
            return default;
        }

        protected sealed class Nested;
    }
}

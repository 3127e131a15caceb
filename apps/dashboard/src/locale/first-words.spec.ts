describe('what the first script imports', () => {
  it('says nothing before the translation is loaded', async () => {
    const localize = jest.fn();
    const real: unknown = Reflect.get(globalThis, '$localize');
    Reflect.set(globalThis, '$localize', localize);
    try {
      await import('../app/app');
      await import('../app/app.config');
    } finally {
      Reflect.set(globalThis, '$localize', real);
    }
    expect(localize).not.toHaveBeenCalled();
  });
});
